namespace KubeSharp.Api.Networking.V1Beta1;

/// <summary>ServiceCIDRStatus of networking/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1beta1.ServiceCIDRStatus")]
public sealed partial record ServiceCIDRStatus : IApiRecord<ServiceCIDRStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}
