using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// All objects of a resource at one revision, in the order of their keys, with an index of indexed fields and labels. Immutable; readers never lock.
/// The index holds keys, so that a change of an object touches it only where what it is found by changes.
/// </summary>
public sealed record CacheSnapshot(
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, CachedObject>> Namespaces,
    ImmutableDictionary<IndexTerm, ImmutableSortedSet<(string Namespace, string Name)>> Index,
    int Count)
{
    private static readonly ImmutableSortedDictionary<string, CachedObject> _none = ImmutableSortedDictionary.Create<string, CachedObject>(StringComparer.Ordinal);
    private static readonly ImmutableSortedSet<(string Namespace, string Name)> _noKeys = ImmutableSortedSet.Create<(string, string)>(KeyOrder.Instance);

    /// <summary>Nothing.</summary>
    public static CacheSnapshot Empty { get; } = Of([], []);

    /// <summary>Of these objects.</summary>
    /// <param name="objects">Each once.</param>
    /// <param name="indexed">The indexed ones of the kind's selectable fields.</param>
    public static CacheSnapshot Of(IEnumerable<CachedObject> objects, int[] indexed)
    {
        var namespaces = new Dictionary<string, ImmutableSortedDictionary<string, CachedObject>.Builder>();
        var index = new Dictionary<IndexTerm, ImmutableSortedSet<(string, string)>.Builder>();
        var count = 0;
        foreach (var value in objects)
        {
            if (!namespaces.TryGetValue(value.Namespace, out var names)) { namespaces.Add(value.Namespace, names = _none.ToBuilder()); }
            names[value.Name] = value;
            foreach (var term in Terms(value, indexed))
            {
                if (!index.TryGetValue(term, out var keys)) { index.Add(term, keys = _noKeys.ToBuilder()); }
                keys.Add((value.Namespace, value.Name));
            }
            count++;
        }
        return new(namespaces.ToImmutableSortedDictionary(static n => n.Key, static n => n.Value.ToImmutable(), KeyOrder.Instance), index.ToImmutableDictionary(static i => i.Key, static i => i.Value.ToImmutable()), count);
    }

    /// <summary>The object; null where there is none.</summary>
    public CachedObject? Get(string ns, string name) => Namespaces.TryGetValue(ns, out var objects) ? objects.GetValueOrDefault(name) : null;

    /// <summary>All objects, or those of a namespace, in order.</summary>
    public IEnumerable<CachedObject> All(string ns = "") =>
        ns.Length > 0 ? (Namespaces.TryGetValue(ns, out var objects) ? objects.Values : []) : Namespaces.Values.SelectMany(static o => o.Values);

    /// <summary>How many objects there are, in all or in a namespace.</summary>
    public int CountOf(string ns = "") => ns.Length == 0 ? Count : Namespaces.TryGetValue(ns, out var objects) ? objects.Count : 0;

    /// <summary>The objects found by the term, in order.</summary>
    public IEnumerable<CachedObject> By(IndexTerm term)
    {
        if (!Index.TryGetValue(term, out var keys)) { yield break; }
        var (ns, objects) = ((string?)null, _none);
        foreach (var key in keys)
        {
            if (key.Namespace != ns) { (ns, objects) = (key.Namespace, Namespaces[key.Namespace]); }
            yield return objects[key.Name];
        }
    }

    /// <summary>How many objects are found by the term.</summary>
    public int CountOf(IndexTerm term) => Index.TryGetValue(term, out var keys) ? keys.Count : 0;

    /// <summary>With the object put in the place of the old one of its name; either may be null.</summary>
    public CacheSnapshot With(CachedObject? old, CachedObject? @new, int[] indexed)
    {
        var (namespaces, index) = (Namespaces, Index);
        if (@new is not null) { namespaces = namespaces.SetItem(@new.Namespace, namespaces.GetValueOrDefault(@new.Namespace, _none).SetItem(@new.Name, @new)); }
        else if (old is not null)
        {
            var objects = namespaces.GetValueOrDefault(old.Namespace, _none).Remove(old.Name);
            namespaces = objects.IsEmpty ? namespaces.Remove(old.Namespace) : namespaces.SetItem(old.Namespace, objects);
        }
        if (old is not null)
        {
            foreach (var term in Terms(old, indexed))
            {
                if (@new is not null && Has(@new, term)) { continue; }
                var keys = index[term].Remove((old.Namespace, old.Name));
                index = keys.IsEmpty ? index.Remove(term) : index.SetItem(term, keys);
            }
        }
        if (@new is not null)
        {
            foreach (var term in Terms(@new, indexed))
            {
                if (old is null || !Has(old, term)) { index = index.SetItem(term, index.GetValueOrDefault(term, _noKeys).Add((@new.Namespace, @new.Name))); }
            }
        }
        return new(namespaces, index, Count - (old is null ? 0 : 1) + (@new is null ? 0 : 1));
    }

    private static IEnumerable<IndexTerm> Terms(CachedObject value, int[] indexed)
    {
        foreach (var field in indexed) { yield return IndexTerm.OfField(field, value.Fields[field]); }
        foreach (var (label, node) in value.Labels ?? ObjectNode.Empty) { yield return IndexTerm.OfLabel(label, Text(node)); }
    }

    private static bool Has(CachedObject value, IndexTerm term) =>
        term.Field == IndexTerm.LabelField ? value.Labels?[term.Label] is { } node && Text(node) == term.Value : value.Fields[term.Field] == term.Value;

    private static string Text(Node node) => (node as StringNode)?.Value ?? "";
}
