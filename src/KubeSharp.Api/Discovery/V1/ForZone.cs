namespace KubeSharp.Api.Discovery.V1;

/// <summary>ForZone of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.ForZone")]
public sealed partial record ForZone : IApiRecord<ForZone>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
