namespace KubeSharp.Api.Core.V1;

/// <summary>PodIP of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodIP")]
public sealed partial record PodIP : IApiRecord<PodIP>
{
    [Field("ip", 1, Required = true, Default = "\"\"")]
    public string Ip { get; init; } = "";
}
