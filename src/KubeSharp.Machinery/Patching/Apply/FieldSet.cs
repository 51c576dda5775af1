using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>
/// A set of fields, as managedFields holds them (fieldsV1): f:NAME a field, k:{KEYS} an item of a list by its keys, v:VALUE an item of a set.
/// Changed only while it is made; results share what they have in common with where they came from. Source: Server-Side Apply.
/// </summary>
public sealed class FieldSet
{
    private static readonly List<KeyValuePair<string, FieldSet>> _none = [];
    private List<KeyValuePair<string, FieldSet>>? _children;
    private ObjectNode? _read;

    /// <summary>Nothing.</summary>
    public static FieldSet Empty { get; } = new();

    /// <summary>The place alone.</summary>
    public static FieldSet Leaf { get; } = new() { IsMember = true };

    /// <summary>The place itself belongs to the set.</summary>
    public bool IsMember { get; init; }

    /// <summary>What is below, by element, in upstream's order.</summary>
    public IReadOnlyList<KeyValuePair<string, FieldSet>> Children => _children ?? _none;

    /// <summary>Nothing is in it.</summary>
    public bool IsEmpty => !IsMember && (_children is null || _children.TrueForAll(static c => c.Value.IsEmpty));

    /// <summary>What is at and below the element; null: nothing.</summary>
    public FieldSet? Child(string element) => _children is { } children && Find(children, element) is >= 0 and var at ? children[at].Value : null;

    /// <summary>Takes over the set at the element, where there is something in it. Only while this set is made.</summary>
    public void Put(string element, FieldSet child)
    {
        if (!child.IsEmpty) { Insert(element, child); }
    }

    /// <summary>What of the set the filter keeps.</summary>
    public FieldSet Kept(FieldFilter filter)
    {
        if (_children is null || ReferenceEquals(filter, FieldFilters.All)) { return this; }
        var result = new FieldSet { IsMember = IsMember, _children = new(_children.Count) };
        foreach (var (name, child) in _children)
        {
            if (filter(name) is { } below && child.Kept(below) is { IsEmpty: false } kept) { result._children.Add(new(name, kept)); }
        }
        return result;
    }

    /// <summary>The set with each place beneath which it has something: who owns a field needs what the field is in.</summary>
    public FieldSet WithAncestors()
    {
        if (_children is null) { return this; }
        var result = new FieldSet { IsMember = IsMember || !IsEmpty, _children = new(_children.Count) };
        foreach (var (name, child) in _children)
        {
            if (!child.IsEmpty) { result._children.Add(new(name, child.WithAncestors())); }
        }
        return result;
    }

    /// <summary>What is in either.</summary>
    public FieldSet Union(FieldSet other) => IsEmpty ? other : other.IsEmpty ? this : Merge(other, IsMember || other.IsMember, static (a, b) => a is null ? b! : b is null ? a : a.Union(b));

    /// <summary>What is in both.</summary>
    public FieldSet Intersect(FieldSet other) => IsEmpty || other.IsEmpty ? Empty : Merge(other, IsMember && other.IsMember, static (a, b) => a is null || b is null ? Empty : a.Intersect(b));

    /// <summary>What is in this one only.</summary>
    public FieldSet Except(FieldSet other) => IsEmpty || other.IsEmpty ? this : Merge(other, IsMember && !other.IsMember, static (a, b) => a is null ? Empty : b is null ? a : a.Except(b));

    /// <summary>The paths as messages show them.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember) { yield return prefix; }
        foreach (var path in Children.SelectMany(c => c.Value.Paths(prefix + FieldElements.Shown(c.Key)))) { yield return path; }
    }

    /// <summary>As in fieldsV1.</summary>
    public ObjectNode ToNode() => Write(isRoot: true);

    /// <summary>Reads fieldsV1.</summary>
    public static FieldSet Read(Node? node)
    {
        if (node is not ObjectNode { Count: > 0 } fields) { return Empty; }
        var set = new FieldSet { IsMember = fields["."] is not null };
        var isInForm = true;
        foreach (var (name, value) in fields.Fields)
        {
            if (name == ".") { continue; }
            var child = value is ObjectNode { Count: 0 } ? Leaf : Read(value);
            isInForm &= set.Insert(name, child) && (child == Leaf || child._read is not null);
        }
        if (isInForm && set._children is not null) { set._read = fields; }
        return set;
    }

    // What was read and has not changed is written as it was.
    private ObjectNode Write(bool isRoot)
    {
        if (_read is { } read && !(isRoot && IsMember)) { return read; }
        var builder = new ObjectNode.Builder(Children.Count + 1);
        if (IsMember && Children.Count > 0 && !isRoot) { builder.Set(".", ObjectNode.Empty); }
        foreach (var (name, child) in _children ?? _none)
        {
            if (!child.IsEmpty) { builder.Set(name, child.Write(isRoot: false)); }
        }
        return builder.ToNode();
    }

    // Both in order: one walk. Where nothing changes it is this set itself.
    private FieldSet Merge(FieldSet other, bool isMember, Func<FieldSet?, FieldSet?, FieldSet> rule)
    {
        var (mine, theirs) = (_children ?? _none, other._children ?? _none);
        var merged = new List<KeyValuePair<string, FieldSet>>(mine.Count);
        var isSame = isMember == IsMember;
        for (int i = 0, j = 0; i < mine.Count || j < theirs.Count;)
        {
            var order = i == mine.Count ? 1 : j == theirs.Count ? -1 : FieldElements.Compare(mine[i].Key, theirs[j].Key);
            var (name, before) = order <= 0 ? mine[i] : new(theirs[j].Key, null!);
            var after = rule(before, order >= 0 ? theirs[j].Value : null);
            isSame &= ReferenceEquals(before, after) || (before is null && after.IsEmpty);
            if (!after.IsEmpty) { merged.Add(new(name, after)); }
            if (order <= 0) { i++; }
            if (order >= 0) { j++; }
        }
        return isSame ? this : new FieldSet { IsMember = isMember, _children = merged.Count == 0 ? null : merged };
    }

    // True: it came in order, as most do.
    private bool Insert(string element, FieldSet child)
    {
        _children ??= [];
        var isLast = _children.Count == 0 || FieldElements.Compare(_children[^1].Key, element) < 0;
        var at = isLast ? ~_children.Count : Find(_children, element);
        if (at >= 0) { _children[at] = new(element, child); }
        else { _children.Insert(~at, new(element, child)); }
        return isLast;
    }

    private static int Find(List<KeyValuePair<string, FieldSet>> children, string element)
    {
        var (low, high) = (0, children.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = FieldElements.Compare(children[middle].Key, element);
            if (order == 0) { return middle; }
            if (order < 0) { low = middle + 1; } else { high = middle - 1; }
        }
        return ~low;
    }
}
