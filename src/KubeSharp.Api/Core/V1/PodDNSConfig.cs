namespace KubeSharp.Api.Core.V1;

/// <summary>PodDNSConfig of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodDNSConfig")]
public sealed partial record PodDNSConfig : IApiRecord<PodDNSConfig>
{
    [Field("nameservers", 1, List = "atomic")]
    public ApiList<string> Nameservers { get; init; } = [];

    [Field("searches", 2, List = "atomic")]
    public ApiList<string> Searches { get; init; } = [];

    [Field("options", 3, List = "atomic")]
    public ApiList<PodDNSConfigOption> Options { get; init; } = [];
}
