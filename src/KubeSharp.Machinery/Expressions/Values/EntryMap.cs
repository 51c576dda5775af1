namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A map that an expression made. Keys of different number types that are equal are the same key.</summary>
internal sealed class EntryMap(Dictionary<CelValue, CelValue> entries) : CelMap
{
    public override int Count => entries.Count;
    public override IEnumerable<CelValue> Keys => entries.Keys;
    public override CelValue? Find(CelValue key) => entries.GetValueOrDefault(key);
}
