namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceQuota of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuota")]
[Kind("", "v1", "ResourceQuota", Plural = "resourcequotas", Singular = "resourcequota", Namespaced = true, ShortNames = "quota", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://ResourceQuota:get,patch,update")]
public sealed partial record ResourceQuota : IApiObject<ResourceQuota>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ResourceQuotaSpec Spec { get; init; } = ResourceQuotaSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ResourceQuotaStatus Status { get; init; } = ResourceQuotaStatus.Empty;
}
