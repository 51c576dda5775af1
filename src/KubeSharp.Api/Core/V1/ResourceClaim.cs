namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceClaim of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceClaim")]
public sealed partial record ResourceClaim : IApiRecord<ResourceClaim>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("request", 2)]
    public string? Request { get; init; }
}
