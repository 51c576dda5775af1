using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>A configuration laid over an object by schema, without managers: what mutating admission policies do. Pure.</summary>
public static class AppliedConfiguration
{
    /// <summary>The object with the configuration laid over it.</summary>
    public static ObjectNode Merge(ObjectNode live, ObjectNode configuration, Schema schema) => (ObjectNode)Structured.Merge(live, configuration, schema);

    /// <summary>Where the configuration names a list, map or object that has one owner as a whole (<c>.spec.selector</c>); null: nowhere.</summary>
    public static string? FindAtomic(Node configuration, Schema schema, FieldSchema? field = null, string path = "")
    {
        if (field is not null && IsAtomic(schema, field)) { return path; }
        if (configuration is ArrayNode items) { return items.Select(i => FindAtomic(i, schema.Items ?? Schema.Any, null, path)).FirstOrDefault(static p => p is not null); }
        if (configuration is not ObjectNode fields) { return null; }
        foreach (var (name, value) in fields.Fields)
        {
            var child = schema.Field(name);
            var type = child?.Type ?? schema.Items ?? Schema.Any;
            if (FindAtomic(value, type, child, $"{path}.{name}") is { } found) { return found; }
        }
        return null;
    }

    private static bool IsAtomic(Schema schema, FieldSchema field) => schema.Kind switch
    {
        SchemaKind.List => field.ListType == ListType.Atomic,
        SchemaKind.Map or SchemaKind.Object => schema.MapType == MapType.Atomic || field.MapType == MapType.Atomic,
        _ => false,
    };
}
