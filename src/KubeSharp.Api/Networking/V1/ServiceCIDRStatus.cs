namespace KubeSharp.Api.Networking.V1;

/// <summary>ServiceCIDRStatus of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDRStatus")]
public sealed partial record ServiceCIDRStatus : IApiRecord<ServiceCIDRStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}
