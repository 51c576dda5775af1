namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>CrossVersionObjectReference of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.CrossVersionObjectReference")]
public sealed partial record CrossVersionObjectReference : IApiRecord<CrossVersionObjectReference>
{
    [Field("kind", 1, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 2, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("apiVersion", 3)]
    public string? ApiVersion { get; init; }
}
