namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>TypedLocalObjectReference of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference")]
public sealed partial record TypedLocalObjectReference : IApiRecord<TypedLocalObjectReference>
{
    [Field("apiGroup", 1)]
    public string? ApiGroup { get; init; }

    [Field("kind", 2, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
