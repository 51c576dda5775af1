namespace KubeSharp.Machinery.Documents;

/// <summary>The order of fields, where it counts: in texts that are compared or read.</summary>
public static class FieldOrder
{
    /// <summary>The same tree with all objects' fields in order of their names.</summary>
    public static Node Sorted(Node node)
    {
        switch (node)
        {
            case ObjectNode fields:
                var builder = new ObjectNode.Builder(fields.Count);
                foreach (var (name, value) in fields.OrderBy(static f => f.Key, StringComparer.Ordinal)) { builder.Set(name, Sorted(value)); }
                return builder.ToNode();
            case ArrayNode items: return new ArrayNode([.. items.Select(Sorted)]);
            default: return node;
        }
    }
}
