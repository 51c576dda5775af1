using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>A set of fields, as managedFields holds them (fieldsV1): f:NAME a field, k:{KEYS} an item of a list by its keys, v:VALUE an item of a set. Source: Server-Side Apply.</summary>
public sealed class FieldSet
{
    private static readonly SortedList<string, FieldSet> _none = [];
    private SortedList<string, FieldSet>? _children;

    /// <summary>The place itself belongs to the set.</summary>
    public bool IsMember { get; set; }

    /// <summary>What is below, by element.</summary>
    public IDictionary<string, FieldSet> Children => _children ?? _none;

    /// <summary>Nothing is in it.</summary>
    public bool IsEmpty => !IsMember && (_children is null || _children.Values.All(static c => c.IsEmpty));

    /// <summary>The place alone.</summary>
    public static FieldSet Leaf() => new() { IsMember = true };

    /// <summary>The set at the element is taken over, where there is something in it.</summary>
    public void Put(string element, FieldSet? child)
    {
        if (child is { IsEmpty: false }) { (_children ??= new(ElementOrder.Instance))[element] = child; }
    }

    /// <summary>The set without all that is at or below the element of the first level.</summary>
    public FieldSet WithoutBelow(Func<string, bool> element)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (name, child) in Children)
        {
            if (!element(name)) { result.Put(name, child); }
        }
        return result;
    }

    /// <summary>The set with each place beneath which it has something: who owns a field needs what the field is in.</summary>
    public FieldSet WithAncestors()
    {
        var result = new FieldSet { IsMember = IsMember || !IsEmpty };
        foreach (var (name, child) in Children) { result.Put(name, child.WithAncestors()); }
        return result;
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
        foreach (var path in Children.SelectMany(c => c.Value.Paths(prefix + Shown(c.Key)))) { yield return path; }
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
                (set._children ??= new(ElementOrder.Instance))[name] = child;
            }
        }
        return set;
    }

    private ObjectNode Write(bool isRoot)
    {
        var builder = new ObjectNode.Builder();
        if (IsMember && Children.Count > 0 && !isRoot) { builder.Set(".", ObjectNode.Empty); }
        foreach (var (name, child) in Children.Where(static c => !c.Value.IsEmpty)) { builder.Set(name, child.Write(isRoot: false)); }
        return builder.ToNode();
    }

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> rule)
    {
        var result = new FieldSet { IsMember = rule(IsMember, other.IsMember) };
        var empty = new FieldSet();
        foreach (var (name, child) in Children) { result.Put(name, child.Combine(other.Children.TryGetValue(name, out var theirs) ? theirs : empty, rule)); }
        foreach (var (name, child) in other.Children)
        {
            if (!Children.ContainsKey(name)) { result.Put(name, empty.Combine(child, rule)); }
        }
        return result;
    }

    private static string Shown(string element) => element[..2] switch
    {
        "f:" => "." + element[2..],
        "k:" => $"[{string.Join(',', ((ObjectNode)Node.Parse(element[2..])).Select(static f => $"{f.Key}={f.Value}"))}]",
        _ => $"[={element[2..]}]",
    };

    // Fields by name, then items by their keys, then items by value; numbers count as numbers.
    private sealed class ElementOrder : IComparer<string>
    {
        public static ElementOrder Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            if (x![0] != y![0] || x[0] == 'f' || x == y) { return string.CompareOrdinal(x, y); }
            var (mine, theirs) = (Values(x), Values(y));
            for (var i = 0; i < Math.Min(mine.Length, theirs.Length); i++)
            {
                var order = mine[i] is NumberNode a && theirs[i] is NumberNode b ? a.Double.CompareTo(b.Double) : string.CompareOrdinal(mine[i].ToString(), theirs[i].ToString());
                if (order != 0) { return order; }
            }
            return string.CompareOrdinal(x, y);
        }

        private static Node[] Values(string element) => Node.Parse(element[2..]) is ObjectNode keys ? [.. keys.Select(static k => k.Value)] : [Node.Parse(element[2..])];
    }
}
