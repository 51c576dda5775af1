namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>ResourcePoolStatusRequestStatus of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestStatus")]
public sealed partial record ResourcePoolStatusRequestStatus : IApiRecord<ResourcePoolStatusRequestStatus>
{
    [Field("poolCount", 6, Required = true, KeepZero = true)]
    public int PoolCount { get; init; }

    [Field("pools", 2, List = "atomic")]
    public ApiList<PoolStatus> Pools { get; init; } = [];

    [Field("conditions", 3, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}
