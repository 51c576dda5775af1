using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>An object of a document seen as a map: free keys, or nothing known of it.</summary>
internal sealed class NodeMap(ObjectNode node, CelType declared) : CelMap
{
    private readonly CelType _value = declared.Kind == CelKind.Map ? declared.Value : CelType.Dyn;

    public override int Count => node.Count;
    public override IEnumerable<CelValue> Keys => node.Select(static f => (CelValue)new CelString(f.Key));
    public override CelValue? Find(CelValue key) => key is CelString name ? Find(name.Value) : null;
    public override Node ToNode() => node;

    /// <summary>The value of the field; null where there is none.</summary>
    public CelValue? Find(string name) => node[name] is { } value ? NodeValues.From(value, _value) : null;
}
