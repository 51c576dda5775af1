namespace KubeSharp.Api.Core.V1;

/// <summary>PodDNSConfigOption of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodDNSConfigOption")]
public sealed partial record PodDNSConfigOption : IApiRecord<PodDNSConfigOption>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("value", 2, KeepZero = true)]
    public string? Value { get; init; }
}
