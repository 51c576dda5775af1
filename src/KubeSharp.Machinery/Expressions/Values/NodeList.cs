using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A list of a document, with the equality its schema declares.</summary>
internal sealed class NodeList(ArrayNode node, CelType declared) : CelList
{
    private readonly CelType _item = declared.Kind == CelKind.List ? declared.Item : CelType.Dyn;

    public override int Count => node.Count;
    public override CelValue this[int index] => NodeValues.From(node[index], _item);

    /// <summary>Whether the order counts in comparisons.</summary>
    public bool IsOrdered => declared.ListKind == CelListKind.Atomic;

    public override CelList Concat(CelList other)
    {
        if (IsOrdered || other.Count == 0) { return base.Concat(other); }
        var items = new List<CelValue>(Count + other.Count);
        var places = new Dictionary<object, int>();
        for (var i = 0; i < Count; i++)
        {
            places.TryAdd(Identity(this[i]), i);
            items.Add(this[i]);
        }
        for (var i = 0; i < other.Count; i++)
        {
            var identity = Identity(other[i]);
            if (!places.TryGetValue(identity, out var place))
            {
                places.Add(identity, items.Count);
                items.Add(other[i]);
            }
            else if (declared.ListKind == CelListKind.Map) { items[place] = other[i]; }
        }
        return new NodeListView(items, declared);
    }

    public override bool EqualTo(CelValue other)
    {
        if (other is NodeList theirs && ReferenceEquals(theirs.Node, Node)) { return true; }
        return IsOrdered ? base.EqualTo(other) : other is CelList list && UnorderedEqual(this, list, declared);
    }

    public override int GetHashCode() => base.GetHashCode();

    public override Node ToNode() => node;

    private ArrayNode Node => node;

    private object Identity(CelValue item) => Identity(item, declared);

    internal static object Identity(CelValue item, CelType declared)
    {
        if (declared.ListKind != CelListKind.Map) { return item; }
        return CelList.Of([.. declared.ListKeys.Select(k => Part(item, k))]);
    }

    internal static bool UnorderedEqual(CelList a, CelList b, CelType declared)
    {
        if (a.Count != b.Count) { return false; }
        var wanted = new Dictionary<object, CelValue>();
        for (var i = 0; i < a.Count; i++) { wanted[Identity(a[i], declared)] = a[i]; }
        for (var i = 0; i < b.Count; i++)
        {
            if (!wanted.Remove(Identity(b[i], declared), out var item) || !item.EqualTo(b[i])) { return false; }
        }
        return wanted.Count == 0;
    }

    private static CelValue Part(CelValue item, string key) => item switch
    {
        NodeObject value => NodeValues.From(value.Node[key], CelType.Dyn),
        CelMap map => map.Find(key) ?? CelNull.Instance,
        _ => CelNull.Instance,
    };
}
