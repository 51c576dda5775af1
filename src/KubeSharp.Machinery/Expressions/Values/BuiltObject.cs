using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>An object that an expression built by the name of its type: <c>Object.spec{replicas: 3}</c>.</summary>
internal sealed class BuiltObject(CelType type, Dictionary<string, CelValue> fields) : CelObject
{
    public override CelType Type => type;
    public override IEnumerable<string> SetFields => fields.Keys;

    public override CelValue? Field(string name) => fields.TryGetValue(name, out var value) ? value : null;

    public override bool EqualTo(CelValue other)
    {
        if (other is not BuiltObject built || !built.Type.Equals(type)) { return false; }
        var theirs = built.Values;
        return theirs.Count == fields.Count && fields.All(f => theirs.TryGetValue(f.Key, out var value) && f.Value.EqualTo(value));
    }

    public override int GetHashCode() => HashCode.Combine(type.Name, fields.Count);

    public override Node? ToNode()
    {
        var builder = new ObjectNode.Builder(fields.Count);
        foreach (var (name, value) in fields)
        {
            if (value.ToNode() is not { } node) { return null; }
            builder.Set(type.Field(name)?.JsonName ?? name, node);
        }
        return builder.ToNode();
    }

    private Dictionary<string, CelValue> Values => fields;
}
