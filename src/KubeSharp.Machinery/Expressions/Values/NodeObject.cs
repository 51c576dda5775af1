using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>An object of a document whose fields its schema names.</summary>
internal sealed class NodeObject(ObjectNode node, CelType declared) : CelObject
{
    public ObjectNode Node => node;
    public override CelType Type => declared;

    public override CelValue? Field(string name)
    {
        if (declared.Field(name) is not { } field) { return new CelError($"no such key: {name}"); }
        return node[field.JsonName] is { } value ? NodeValues.From(value, field.Type) : null;
    }

    // The fields that the schema knows count, each by its own equality.
    public override bool EqualTo(CelValue other)
    {
        if (other is not NodeObject theirs) { return other is CelObject || other is CelMap ? node.Equals(other.ToNode()) : false; }
        if (ReferenceEquals(theirs.Node, node)) { return true; }
        foreach (var field in declared.Fields)
        {
            var (a, b) = (node[field.JsonName], theirs.Node[field.JsonName]);
            if (a is null || b is null)
            {
                if (!ReferenceEquals(a, b)) { return false; }
                continue;
            }
            if (!NodeValues.From(a, field.Type).EqualTo(NodeValues.From(b, field.Type))) { return false; }
        }
        return true;
    }

    public override int GetHashCode() => node.Count;
    public override Node ToNode() => node;
}
