using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Expressions;

/// <summary>The types that schemas declare, with the sizes that cost estimation needs. Source: CRD validation rules, type mapping.</summary>
public static class CelSchemas
{
    /// <summary>What a value may have in bytes at most: a request's limit.</summary>
    public const long RequestBytesMax = 3 * 1024 * 1024;
    private const long DurationBytesMax = 32;
    private const long DateBytes = 12;
    private const long DateTimeBytesMax = 30;

    /// <summary>
    /// The type of a structural OpenAPI v3 schema, as custom resource definitions hold them; null where expressions may not see such values
    /// (no type and no int-or-string). Of a resource's root, apiVersion, kind, metadata.name and metadata.generateName are known too.
    /// </summary>
    public static CelType? FromOpenApi(ObjectNode schema, bool isResourceRoot = false)
    {
        if (IsTrue(schema, "x-kubernetes-int-or-string")) { return CelType.Dyn.Sized(RequestBytesMax - 2, 1); }
        return schema.TextAt("type") switch
        {
            "array" => schema["items"] is ObjectNode items && FromOpenApi(items, IsTrue(items, "x-kubernetes-embedded-resource")) is { } item ? List(schema, item) : null,
            "object" when schema["additionalProperties"] is ObjectNode values =>
                FromOpenApi(values, IsTrue(values, "x-kubernetes-embedded-resource")) is { } value ? Map(schema, value) : null,
            "object" => Object(schema, isResourceRoot || IsTrue(schema, "x-kubernetes-embedded-resource")),
            "string" => Text(schema),
            "boolean" => CelType.Bool,
            "integer" => CelType.Int,
            "number" => CelType.Double,
            _ => null,
        };
    }

    /// <summary>The type of a built-in kind's schema.</summary>
    public static CelType FromSchema(Schema schema) => schema.Kind switch
    {
        SchemaKind.Object => CelType.Object(schema.Name, () => schema.Fields.Select(static f => (Name: CelNames.Escape(f.Name), Field: f))
            .Where(static f => f.Name is not null).Select(static f => new CelField(f.Name!, f.Field.Name, FromSchema(f.Field.Type)))),
        SchemaKind.Map => CelType.MapOf(CelType.String, FromSchema(schema.Items ?? Schema.Any)),
        SchemaKind.List => CelType.ListOf(FromSchema(schema.Items ?? Schema.Any)),
        SchemaKind.String or SchemaKind.MicroTime => schema.Kind == SchemaKind.String ? CelType.String : CelType.Timestamp,
        SchemaKind.Time => CelType.Timestamp,
        SchemaKind.Integer => CelType.Int,
        SchemaKind.Number => CelType.Double,
        SchemaKind.Boolean => CelType.Bool,
        SchemaKind.Bytes => CelType.Bytes,
        _ => CelType.Dyn,
    };

    private static bool IsTrue(ObjectNode schema, string field) => schema[field] is BooleanNode { Value: true };

    private static long? Bound(ObjectNode schema, string field) => schema[field] is NumberNode { IsInteger: true } number ? Math.Max(0, number.Integer) : null;

    private static CelType List(ObjectNode schema, CelType item)
    {
        var list = CelType.ListOf(item).Sized(Bound(schema, "maxItems") ?? ((RequestBytesMax - 2) / (item.JsonBytesMin + 1)), 2);
        return schema.TextAt("x-kubernetes-list-type") switch
        {
            "set" => list.Comparing(CelListKind.Set, []),
            "map" => list.Comparing(CelListKind.Map, [.. (schema["x-kubernetes-list-map-keys"] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static k => k.Value)]),
            _ => list,
        };
    }

    // An entry takes its quotes, colon and comma beside the value.
    private static CelType Map(ObjectNode schema, CelType value) =>
        CelType.MapOf(CelType.String, value).Sized(Bound(schema, "maxProperties") ?? ((RequestBytesMax - 2) / (value.JsonBytesMin + 6)), 2);

    private static CelType Object(ObjectNode schema, bool isResourceRoot)
    {
        var fields = ImmutableDictionary<string, CelField>.Empty;
        var required = (schema["required"] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static r => r.Value).ToHashSet(StringComparer.Ordinal);
        var bytesMin = 2L;
        foreach (var (name, property) in Properties(schema, isResourceRoot))
        {
            if (property is not ObjectNode child || FromOpenApi(child) is not { } type) { continue; }
            if (CelNames.Escape(name) is { } escaped) { fields = fields.SetItem(escaped, new CelField(escaped, name, type)); }
            if (required.Contains(name) && !child.TryGet("default", out _)) { bytesMin += name.Length + type.JsonBytesMin + 4; }
        }
        return CelType.Object("object", () => fields.Values).Sized(null, bytesMin);
    }

    private static IEnumerable<KeyValuePair<string, Node>> Properties(ObjectNode schema, bool isResourceRoot)
    {
        var properties = schema["properties"] as ObjectNode ?? ObjectNode.Empty;
        if (!isResourceRoot) { return properties; }
        var text = ObjectNode.Of(("type", "string"));
        var metadata = properties["metadata"] as ObjectNode ?? ObjectNode.Empty;
        var named = (metadata["properties"] as ObjectNode ?? ObjectNode.Empty).Set("name", metadata.At("properties", "name") ?? text).Set("generateName", metadata.At("properties", "generateName") ?? text);
        return properties.Set("apiVersion", text).Set("kind", text).Set("metadata", metadata.Set("type", "object").Set("properties", named));
    }

    private static CelType Text(ObjectNode schema)
    {
        var declared = Bound(schema, "maxLength");
        return schema.TextAt("format") switch
        {
            "byte" => CelType.Bytes.Sized(declared ?? (RequestBytesMax - 2), 2),
            "duration" => CelType.Duration.Sized(DurationBytesMax, 4),
            "date" => CelType.Timestamp.Sized(DateBytes, 12),
            "date-time" => CelType.Timestamp.Sized(DateTimeBytesMax, 22),
            // A code point may take four bytes; a choice is as long as its longest word.
            _ => CelType.String.Sized(LongestChoice(schema) ?? declared * 4 ?? (RequestBytesMax - 2), 2),
        };
    }

    private static long? LongestChoice(ObjectNode schema) =>
        schema["enum"] is ArrayNode { Count: > 0 } choices && choices.All(static c => c is StringNode) ? choices.Max(static c => ((StringNode)c).Value.Length) : null;
}
