namespace KubeSharp.Api.Core.V1;

/// <summary>ServiceStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ServiceStatus")]
public sealed partial record ServiceStatus : IApiRecord<ServiceStatus>
{
    [Field("loadBalancer", 1, Default = "{}")]
    public LoadBalancerStatus LoadBalancer { get; init; } = LoadBalancerStatus.Empty;

    [Field("conditions", 2, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}
