using System.Collections.Immutable;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>All objects of a resource at one revision, in order of namespace and name. Immutable; readers never lock.</summary>
public sealed record CacheSnapshot(
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, CachedObject>> Namespaces,
    ImmutableDictionary<(int Field, string Value), ImmutableSortedDictionary<(string Namespace, string Name), CachedObject>> Index,
    int Count)
{
    private static readonly ImmutableSortedDictionary<string, CachedObject> _none = ImmutableSortedDictionary.Create<string, CachedObject>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<(string, string), CachedObject> _noneIndexed = ImmutableSortedDictionary.Create<(string, string), CachedObject>(KeyOrder.Instance);

    /// <summary>Nothing.</summary>
    public static CacheSnapshot Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, CachedObject>>(StringComparer.Ordinal),
        ImmutableDictionary<(int, string), ImmutableSortedDictionary<(string, string), CachedObject>>.Empty, 0);

    /// <summary>The object; null where there is none.</summary>
    public CachedObject? Get(string ns, string name) => Namespaces.TryGetValue(ns, out var objects) ? objects.GetValueOrDefault(name) : null;

    /// <summary>All objects, or those of a namespace, in order.</summary>
    public IEnumerable<CachedObject> All(string ns = "") =>
        ns.Length > 0 ? (Namespaces.TryGetValue(ns, out var objects) ? objects.Values : []) : Namespaces.Values.SelectMany(static o => o.Values);

    /// <summary>The objects whose indexed field has the value, in order.</summary>
    public IEnumerable<CachedObject> ByField(int field, string value) => Index.TryGetValue((field, value), out var objects) ? objects.Values : [];

    /// <summary>With the object put in the place of the old one of its name; either may be null.</summary>
    public CacheSnapshot With(CachedObject? old, CachedObject? @new, ReadOnlySpan<int> indexed)
    {
        var namespaces = Namespaces;
        var index = Index;
        if (@new is not null) { namespaces = namespaces.SetItem(@new.Namespace, namespaces.GetValueOrDefault(@new.Namespace, _none).SetItem(@new.Name, @new)); }
        else if (old is not null)
        {
            var objects = namespaces.GetValueOrDefault(old.Namespace, _none).Remove(old.Name);
            namespaces = objects.IsEmpty ? namespaces.Remove(old.Namespace) : namespaces.SetItem(old.Namespace, objects);
        }
        foreach (var field in indexed)
        {
            if (old is not null && old.Fields[field] != @new?.Fields[field]) { index = Change(index, (field, old.Fields[field]), o => o.Remove((old.Namespace, old.Name))); }
            if (@new is not null) { index = Change(index, (field, @new.Fields[field]), o => o.SetItem((@new.Namespace, @new.Name), @new)); }
        }
        return new(namespaces, index, Count - (old is null ? 0 : 1) + (@new is null ? 0 : 1));
    }

    private static ImmutableDictionary<(int, string), ImmutableSortedDictionary<(string, string), CachedObject>> Change(
        ImmutableDictionary<(int, string), ImmutableSortedDictionary<(string, string), CachedObject>> index, (int, string) key,
        Func<ImmutableSortedDictionary<(string, string), CachedObject>, ImmutableSortedDictionary<(string, string), CachedObject>> change)
    {
        var changed = change(index.GetValueOrDefault(key, _noneIndexed));
        return changed.IsEmpty ? index.Remove(key) : index.SetItem(key, changed);
    }

    private sealed class KeyOrder : IComparer<(string Namespace, string Name)>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare((string Namespace, string Name) x, (string Namespace, string Name) y)
        {
            var order = string.CompareOrdinal(x.Namespace, y.Namespace);
            return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
