namespace KubeSharp.Api.Core.V1;

/// <summary>NodeAddress of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeAddress")]
public sealed partial record NodeAddress : IApiRecord<NodeAddress>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("address", 2, Required = true, Default = "\"\"")]
    public string Address { get; init; } = "";
}
