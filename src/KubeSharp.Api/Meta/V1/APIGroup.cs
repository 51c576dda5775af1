namespace KubeSharp.Api.Meta.V1;

/// <summary>APIGroup of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup")]
public sealed partial record APIGroup : IApiRecord<APIGroup>
{
    [Field("kind", 0)]
    public string? Kind { get; init; }

    [Field("apiVersion", 0)]
    public string? ApiVersion { get; init; }

    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("versions", 2, Required = true, List = "atomic")]
    public ApiList<GroupVersionForDiscovery> Versions { get; init; } = [];

    [Field("preferredVersion", 3, Default = "{}")]
    public GroupVersionForDiscovery PreferredVersion { get; init; } = GroupVersionForDiscovery.Empty;

    [Field("serverAddressByClientCIDRs", 4, List = "atomic")]
    public ApiList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init; } = [];
}
