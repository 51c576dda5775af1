namespace KubeSharp.Api.Core.V1;

/// <summary>HostAlias of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.HostAlias")]
public sealed partial record HostAlias : IApiRecord<HostAlias>
{
    [Field("ip", 1, Required = true, Default = "\"\"")]
    public string Ip { get; init; } = "";

    [Field("hostnames", 2, List = "atomic")]
    public ApiList<string> Hostnames { get; init; } = [];
}
