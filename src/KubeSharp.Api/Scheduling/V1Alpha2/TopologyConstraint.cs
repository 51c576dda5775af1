namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>TopologyConstraint of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.TopologyConstraint")]
public sealed partial record TopologyConstraint : IApiRecord<TopologyConstraint>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";
}
