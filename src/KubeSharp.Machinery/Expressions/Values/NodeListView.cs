namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>The sum of lists that a schema declares sets or maps: keeps their equality.</summary>
internal sealed class NodeListView(List<CelValue> items, CelType declared) : CelList
{
    public override int Count => items.Count;
    public override CelValue this[int index] => items[index];
    public override bool EqualTo(CelValue other) => other is CelList list && NodeList.UnorderedEqual(this, list, declared);
    public override int GetHashCode() => base.GetHashCode();
}
