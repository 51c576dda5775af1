namespace KubeSharp.Api.Discovery.V1;

/// <summary>ForNode of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.ForNode")]
public sealed partial record ForNode : IApiRecord<ForNode>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
