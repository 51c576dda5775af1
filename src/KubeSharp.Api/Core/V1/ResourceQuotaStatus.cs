namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceQuotaStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuotaStatus")]
public sealed partial record ResourceQuotaStatus : IApiRecord<ResourceQuotaStatus>
{
    [Field("hard", 1)]
    public ApiMap<Quantity> Hard { get; init; } = ApiMap<Quantity>.Empty;

    [Field("used", 2)]
    public ApiMap<Quantity> Used { get; init; } = ApiMap<Quantity>.Empty;
}
