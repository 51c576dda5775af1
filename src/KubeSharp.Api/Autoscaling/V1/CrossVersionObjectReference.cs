namespace KubeSharp.Api.Autoscaling.V1;

/// <summary>CrossVersionObjectReference of autoscaling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v1.CrossVersionObjectReference", Atomic = true)]
public sealed partial record CrossVersionObjectReference : IApiRecord<CrossVersionObjectReference>
{
    [Field("kind", 1, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 2, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("apiVersion", 3)]
    public string? ApiVersion { get; init; }
}
