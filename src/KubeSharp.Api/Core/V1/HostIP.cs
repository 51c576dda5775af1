namespace KubeSharp.Api.Core.V1;

/// <summary>HostIP of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.HostIP")]
public sealed partial record HostIP : IApiRecord<HostIP>
{
    [Field("ip", 1, Required = true, Default = "\"\"")]
    public string Ip { get; init; } = "";
}
