namespace KubeSharp.Api.Meta.V1;

/// <summary>APIVersions of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions")]
public sealed partial record APIVersions : IApiRecord<APIVersions>
{
    [Field("kind", 0)]
    public string? Kind { get; init; }

    [Field("apiVersion", 0)]
    public string? ApiVersion { get; init; }

    [Field("versions", 1, Required = true, List = "atomic")]
    public ApiList<string> Versions { get; init; } = [];

    [Field("serverAddressByClientCIDRs", 2, Required = true, List = "atomic")]
    public ApiList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init; } = [];
}
