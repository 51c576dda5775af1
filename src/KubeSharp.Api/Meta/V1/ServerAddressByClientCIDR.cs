namespace KubeSharp.Api.Meta.V1;

/// <summary>ServerAddressByClientCIDR of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR")]
public sealed partial record ServerAddressByClientCIDR : IApiRecord<ServerAddressByClientCIDR>
{
    [Field("clientCIDR", 1, Required = true, Default = "\"\"")]
    public string ClientCIDR { get; init; } = "";

    [Field("serverAddress", 2, Required = true, Default = "\"\"")]
    public string ServerAddress { get; init; } = "";
}
