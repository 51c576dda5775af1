using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>A set of fields, as managedFields holds them (fieldsV1): f:NAME a field, k:{KEYS} an item of a list by its keys, v:VALUE an item of a set. Source: Server-Side Apply.</summary>
public sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>The place itself belongs to the set.</summary>
    public bool IsMember { get; set; }

    /// <summary>What is below, by element.</summary>
    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    /// <summary>Nothing is in it.</summary>
    public bool IsEmpty => !IsMember && _children.Values.All(static c => c.IsEmpty);

    /// <summary>The set below the element; made where it is missing.</summary>
    public FieldSet Child(string element)
    {
        if (!_children.TryGetValue(element, out var child)) { _children[element] = child = new FieldSet(); }
        return child;
    }

    /// <summary>The set at the element is taken over, where there is something in it.</summary>
    public void Put(string element, FieldSet child)
    {
        if (!child.IsEmpty) { _children[element] = child; }
    }

    /// <summary>What is in either.</summary>
    public FieldSet Union(FieldSet other) => Combine(other, static (a, b) => a || b);

    /// <summary>What is in both.</summary>
    public FieldSet Intersect(FieldSet other) => Combine(other, static (a, b) => a && b);

    /// <summary>What is in this one only.</summary>
    public FieldSet Except(FieldSet other) => Combine(other, static (a, b) => a && !b);

    /// <summary>The paths as messages show them.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember) { yield return prefix; }
        foreach (var path in _children.SelectMany(c => c.Value.Paths(prefix + Shown(c.Key)))) { yield return path; }
    }

    /// <summary>As in fieldsV1.</summary>
    public ObjectNode ToNode() => Write(isRoot: true);

    /// <summary>Reads fieldsV1.</summary>
    public static FieldSet Read(Node? node)
    {
        var set = new FieldSet();
        foreach (var (name, value) in node as ObjectNode ?? ObjectNode.Empty)
        {
            if (name == ".") { set.IsMember = true; }
            else
            {
                var child = Read(value);
                if (value is ObjectNode { Count: 0 }) { child.IsMember = true; }
                set._children[name] = child;
            }
        }
        return set;
    }

    private ObjectNode Write(bool isRoot)
    {
        var builder = new ObjectNode.Builder();
        if (IsMember && _children.Count > 0 && !isRoot) { builder.Set(".", ObjectNode.Empty); }
        foreach (var (name, child) in _children.Where(static c => !c.Value.IsEmpty)) { builder.Set(name, child.Write(isRoot: false)); }
        return builder.ToNode();
    }

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> rule)
    {
        var result = new FieldSet { IsMember = rule(IsMember, other.IsMember) };
        foreach (var name in _children.Keys.Union(other._children.Keys))
        {
            result.Put(name, _children.GetValueOrDefault(name, new FieldSet()).Combine(other._children.GetValueOrDefault(name, new FieldSet()), rule));
        }
        return result;
    }

    private static string Shown(string element) => element[..2] switch
    {
        "f:" => "." + element[2..],
        "k:" => $"[{string.Join(',', ((ObjectNode)Node.Parse(element[2..])).Select(static f => $"{f.Key}={f.Value}"))}]",
        _ => $"[={element[2..]}]",
    };
}
