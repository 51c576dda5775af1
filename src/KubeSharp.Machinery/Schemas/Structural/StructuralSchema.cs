using System.Collections.Frozen;
using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>
/// A schema of a custom resource (openAPIV3Schema of one of its versions), or a part of it. Immutable. Source: Extend the Kubernetes API with
/// CustomResourceDefinitions, structural schemas.
/// </summary>
public sealed class StructuralSchema
{
    private readonly Lazy<Schema>? _schema;

    private StructuralSchema(ObjectNode source)
    {
        Source = source;
        Type = source.TextAt("type") ?? "";
        IsNullable = IsTrue("nullable");
        PreservesUnknownFields = IsTrue("x-kubernetes-preserve-unknown-fields");
        IsEmbeddedResource = IsTrue("x-kubernetes-embedded-resource");
        IsIntOrString = IsTrue("x-kubernetes-int-or-string");
        ListType = source.TextAt("x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic };
        ListKeys = Texts("x-kubernetes-list-map-keys");
        MapType = source.TextAt("x-kubernetes-map-type") == "atomic" ? MapType.Atomic : MapType.Granular;
        Default = source["default"] is NullNode ? null : source["default"];
        Properties = (source["properties"] as ObjectNode ?? ObjectNode.Empty).Where(static p => p.Value is ObjectNode)
            .ToFrozenDictionary(static p => p.Key, static p => new StructuralSchema((ObjectNode)p.Value), StringComparer.Ordinal);
        Items = source["items"] is ObjectNode items ? new(items) : null;
        AdditionalProperties = source["additionalProperties"] is ObjectNode values ? new(values) : null;
        AllowsAdditionalProperties = AdditionalProperties is not null || source["additionalProperties"] is BooleanNode { Value: true };
        Rules = [.. (source["x-kubernetes-validations"] as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>()];
        Constraints = new ValueConstraints(source, Texts("required"));
        HasDefaults = Default is not null || Below.Any(static s => s.HasDefaults);
        HasRules = !Rules.IsEmpty || Below.Any(static s => s.HasRules);
    }

    private StructuralSchema(ObjectNode source, Schema metadata) : this(source) => _schema = new(() => ApplySchema.OfRoot(this, metadata));

    /// <summary>The schema of a version's objects; <paramref name="metadata"/> is the schema of their metadata.</summary>
    public static StructuralSchema OfRoot(ObjectNode source, Schema metadata) => new(source, metadata);

    /// <summary>A part of a schema, or one within allOf and its like.</summary>
    public static StructuralSchema OfPart(ObjectNode source) => new(source);

    /// <summary>As it was written.</summary>
    public ObjectNode Source { get; }
    /// <summary>object, array, string, integer, number, boolean; empty: any.</summary>
    public string Type { get; }
    /// <summary>Null is a value.</summary>
    public bool IsNullable { get; }
    /// <summary>Fields that it does not name are kept.</summary>
    public bool PreservesUnknownFields { get; }
    /// <summary>Holds a whole object with apiVersion, kind and metadata.</summary>
    public bool IsEmbeddedResource { get; }
    /// <summary>A whole number or a text.</summary>
    public bool IsIntOrString { get; }
    /// <summary>Of a list: how it merges.</summary>
    public ListType ListType { get; }
    /// <summary>Of a list of type map: what identifies an item.</summary>
    public ImmutableArray<string> ListKeys { get; }
    /// <summary>Of an object: how it merges.</summary>
    public MapType MapType { get; }
    /// <summary>What a missing value is; null: missing.</summary>
    public Node? Default { get; }
    /// <summary>The fields of an object.</summary>
    public FrozenDictionary<string, StructuralSchema> Properties { get; }
    /// <summary>The items of a list.</summary>
    public StructuralSchema? Items { get; }
    /// <summary>The values of a map; null: it is none, or its values may be anything.</summary>
    public StructuralSchema? AdditionalProperties { get; }
    /// <summary>It is a map.</summary>
    public bool AllowsAdditionalProperties { get; }
    /// <summary>x-kubernetes-validations.</summary>
    public ImmutableArray<ObjectNode> Rules { get; }
    /// <summary>What values must be, beside their type.</summary>
    public ValueConstraints Constraints { get; }
    /// <summary>There are defaults in it.</summary>
    public bool HasDefaults { get; }
    /// <summary>There are rules in it.</summary>
    public bool HasRules { get; }

    /// <summary>Of a root: as server-side apply and the endpoints see it.</summary>
    public Schema Schema => _schema?.Value ?? throw new InvalidOperationException("only the root of a structural schema has one");

    /// <summary>The parts of which values are made.</summary>
    public IEnumerable<StructuralSchema> Below => Properties.Values.Concat(Items is null ? [] : [Items]).Concat(AdditionalProperties is null ? [] : [AdditionalProperties]);

    private bool IsTrue(string field) => Source[field] is BooleanNode { Value: true };

    private ImmutableArray<string> Texts(string field) => [.. (Source[field] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static t => t.Value)];
}
