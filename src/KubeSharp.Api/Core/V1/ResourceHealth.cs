namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceHealth of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceHealth")]
public sealed partial record ResourceHealth : IApiRecord<ResourceHealth>
{
    [Field("resourceID", 1, Required = true, Default = "\"\"")]
    public string ResourceID { get; init; } = "";

    [Field("health", 2)]
    public string? Health { get; init; }

    [Field("message", 6, KeepZero = true)]
    public string? Message { get; init; }
}
