namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A list that an expression made.</summary>
internal sealed class ItemList(CelValue[] items) : CelList
{
    public override int Count => items.Length;
    public override CelValue this[int index] => items[index];
}
