namespace KubeSharp.Api.Networking.V1;

/// <summary>ServiceCIDRSpec of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDRSpec")]
public sealed partial record ServiceCIDRSpec : IApiRecord<ServiceCIDRSpec>
{
    [Field("cidrs", 1, List = "atomic")]
    public ApiList<string> Cidrs { get; init; } = [];
}
