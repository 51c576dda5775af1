namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>JSONSchemaProps of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")]
public sealed partial record JSONSchemaProps : IApiRecord<JSONSchemaProps>
{
    [Field("id", 1)]
    public string? Id { get; init; }

    [Field("$schema", 0)]
    public string? Schema { get; init; }

    [Field("$ref", 0, KeepZero = true)]
    public string? Ref { get; init; }

    [Field("description", 4)]
    public string? Description { get; init; }

    [Field("type", 5)]
    public string? Type { get; init; }

    [Field("format", 6)]
    public string? Format { get; init; }

    [Field("title", 7)]
    public string? Title { get; init; }

    [Field("default", 8)]
    public JsonNode? Default { get; init; }

    [Field("maximum", 9, KeepZero = true)]
    public double? Maximum { get; init; }

    [Field("exclusiveMaximum", 10)]
    public bool? ExclusiveMaximum { get; init; }

    [Field("minimum", 11, KeepZero = true)]
    public double? Minimum { get; init; }

    [Field("exclusiveMinimum", 12)]
    public bool? ExclusiveMinimum { get; init; }

    [Field("maxLength", 13, KeepZero = true)]
    public long? MaxLength { get; init; }

    [Field("minLength", 14, KeepZero = true)]
    public long? MinLength { get; init; }

    [Field("pattern", 15)]
    public string? Pattern { get; init; }

    [Field("maxItems", 16, KeepZero = true)]
    public long? MaxItems { get; init; }

    [Field("minItems", 17, KeepZero = true)]
    public long? MinItems { get; init; }

    [Field("uniqueItems", 18)]
    public bool? UniqueItems { get; init; }

    [Field("multipleOf", 19, KeepZero = true)]
    public double? MultipleOf { get; init; }

    [Field("enum", 20, List = "atomic")]
    public ApiList<JsonNode> Enum { get; init; } = [];

    [Field("maxProperties", 21, KeepZero = true)]
    public long? MaxProperties { get; init; }

    [Field("minProperties", 22, KeepZero = true)]
    public long? MinProperties { get; init; }

    [Field("required", 23, List = "atomic")]
    public ApiList<string> Required { get; init; } = [];

    [Field("items", 24)]
    public JsonNode? Items { get; init; }

    [Field("allOf", 25, List = "atomic")]
    public ApiList<JSONSchemaProps> AllOf { get; init; } = [];

    [Field("oneOf", 26, List = "atomic")]
    public ApiList<JSONSchemaProps> OneOf { get; init; } = [];

    [Field("anyOf", 27, List = "atomic")]
    public ApiList<JSONSchemaProps> AnyOf { get; init; } = [];

    [Field("not", 28)]
    public JSONSchemaProps? Not { get; init; }

    [Field("properties", 29)]
    public ApiMap<JSONSchemaProps> Properties { get; init; } = ApiMap<JSONSchemaProps>.Empty;

    [Field("additionalProperties", 30)]
    public JsonNode? AdditionalProperties { get; init; }

    [Field("patternProperties", 31)]
    public ApiMap<JSONSchemaProps> PatternProperties { get; init; } = ApiMap<JSONSchemaProps>.Empty;

    [Field("dependencies", 32)]
    public ApiMap<JsonNode> Dependencies { get; init; } = ApiMap<JsonNode>.Empty;

    [Field("additionalItems", 33)]
    public JsonNode? AdditionalItems { get; init; }

    [Field("definitions", 34)]
    public ApiMap<JSONSchemaProps> Definitions { get; init; } = ApiMap<JSONSchemaProps>.Empty;

    [Field("externalDocs", 35)]
    public ExternalDocumentation? ExternalDocs { get; init; }

    [Field("example", 36)]
    public JsonNode? Example { get; init; }

    [Field("nullable", 37)]
    public bool? Nullable { get; init; }

    [Field("x-kubernetes-preserve-unknown-fields", 0, KeepZero = true)]
    public bool? XKubernetesPreserveUnknownFields { get; init; }

    [Field("x-kubernetes-embedded-resource", 0)]
    public bool? XKubernetesEmbeddedResource { get; init; }

    [Field("x-kubernetes-int-or-string", 0)]
    public bool? XKubernetesIntOrString { get; init; }

    [Field("x-kubernetes-list-map-keys", 0, List = "atomic")]
    public ApiList<string> XKubernetesListMapKeys { get; init; } = [];

    [Field("x-kubernetes-list-type", 0, KeepZero = true)]
    public string? XKubernetesListType { get; init; }

    [Field("x-kubernetes-map-type", 0, KeepZero = true)]
    public string? XKubernetesMapType { get; init; }

    [Field("x-kubernetes-validations", 0, List = "map", Keys = "rule", Patch = "merge", MergeKey = "rule")]
    public ApiList<ValidationRule> XKubernetesValidations { get; init; } = [];
}
