namespace KubeSharp.Api.Core.V1;

/// <summary>TypedObjectReference of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.TypedObjectReference")]
public sealed partial record TypedObjectReference : IApiRecord<TypedObjectReference>
{
    [Field("apiGroup", 1, KeepZero = true)]
    public string? ApiGroup { get; init; }

    [Field("kind", 2, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("namespace", 4, KeepZero = true)]
    public string? Namespace { get; init; }
}
