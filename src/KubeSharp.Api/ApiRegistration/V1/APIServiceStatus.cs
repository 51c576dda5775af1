namespace KubeSharp.Api.ApiRegistration.V1;

/// <summary>APIServiceStatus of apiregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus")]
public sealed partial record APIServiceStatus : IApiRecord<APIServiceStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<APIServiceCondition> Conditions { get; init; } = [];
}
