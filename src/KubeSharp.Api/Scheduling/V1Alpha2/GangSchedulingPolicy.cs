namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>GangSchedulingPolicy of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.GangSchedulingPolicy")]
public sealed partial record GangSchedulingPolicy : IApiRecord<GangSchedulingPolicy>
{
    [Field("minCount", 1, Required = true, Default = "0")]
    public int MinCount { get; init; }
}
