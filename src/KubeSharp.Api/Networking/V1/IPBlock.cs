namespace KubeSharp.Api.Networking.V1;

/// <summary>IPBlock of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IPBlock")]
public sealed partial record IPBlock : IApiRecord<IPBlock>
{
    [Field("cidr", 1, Required = true, Default = "\"\"")]
    public string Cidr { get; init; } = "";

    [Field("except", 2, List = "atomic")]
    public ApiList<string> Except { get; init; } = [];
}
