using System.Collections.Immutable;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>Turns a structural schema into the model that server-side apply merges by. Types are not checked by it: that is left to validation.</summary>
internal static class ApplySchema
{
    private static readonly Schema _text = new(SchemaKind.Any);

    /// <summary>Of the root.</summary>
    public static Schema OfRoot(StructuralSchema root, Schema metadata) => new(SchemaKind.Object, "", () => Resource(root, metadata))
    {
        PreservesUnknownFields = root.PreservesUnknownFields,
        MapType = root.MapType,
        Structural = root,
    };

    private static Schema Of(StructuralSchema schema, Schema metadata)
    {
        if (schema.IsEmbeddedResource) { return new(SchemaKind.Object, "", () => Resource(schema, metadata)) { PreservesUnknownFields = true, MapType = schema.MapType, IsNullable = schema.IsNullable }; }
        return schema.Type switch
        {
            "array" => new(SchemaKind.List) { Items = schema.Items is null ? Schema.Untyped : Of(schema.Items, metadata), IsNullable = schema.IsNullable },
            "object" when schema.AllowsAdditionalProperties && schema.Properties.Count == 0 =>
                new(SchemaKind.Map) { Items = schema.AdditionalProperties is null ? Schema.Untyped : Of(schema.AdditionalProperties, metadata), MapType = schema.MapType, IsNullable = schema.IsNullable },
            "object" => new(SchemaKind.Object, "", () => Fields(schema, metadata)) { PreservesUnknownFields = schema.PreservesUnknownFields, MapType = schema.MapType, IsNullable = schema.IsNullable },
            "" when schema.PreservesUnknownFields => Schema.Untyped,
            _ => new(SchemaKind.Any) { IsNullable = schema.IsNullable },
        };
    }

    private static ImmutableArray<FieldSchema> Resource(StructuralSchema schema, Schema metadata) =>
    [
        new("apiVersion", static () => _text), new("kind", static () => _text), new("metadata", () => metadata),
        .. Fields(schema, metadata).Where(static f => f.Name is not ("apiVersion" or "kind" or "metadata")),
    ];

    private static ImmutableArray<FieldSchema> Fields(StructuralSchema schema, Schema metadata) => [.. schema.Properties.Select(p => new FieldSchema(p.Key, () => Of(p.Value, metadata))
    {
        Default = p.Value.Default, ListType = p.Value.ListType, ListKeys = p.Value.ListKeys, MapType = p.Value.MapType,
    })];
}
