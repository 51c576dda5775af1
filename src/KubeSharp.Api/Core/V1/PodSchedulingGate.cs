namespace KubeSharp.Api.Core.V1;

/// <summary>PodSchedulingGate of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodSchedulingGate")]
public sealed partial record PodSchedulingGate : IApiRecord<PodSchedulingGate>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
