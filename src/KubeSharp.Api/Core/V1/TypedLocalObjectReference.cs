namespace KubeSharp.Api.Core.V1;

/// <summary>TypedLocalObjectReference of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.TypedLocalObjectReference", Atomic = true)]
public sealed partial record TypedLocalObjectReference : IApiRecord<TypedLocalObjectReference>
{
    [Field("apiGroup", 1, KeepZero = true)]
    public string? ApiGroup { get; init; }

    [Field("kind", 2, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
