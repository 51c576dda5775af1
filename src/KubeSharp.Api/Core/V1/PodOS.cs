namespace KubeSharp.Api.Core.V1;

/// <summary>PodOS of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodOS")]
public sealed partial record PodOS : IApiRecord<PodOS>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
