namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>ResourcePoolStatusRequestSpec of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestSpec")]
public sealed partial record ResourcePoolStatusRequestSpec : IApiRecord<ResourcePoolStatusRequestSpec>
{
    [Field("driver", 1, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("poolName", 2, KeepZero = true)]
    public string? PoolName { get; init; }

    [Field("limit", 3, Default = "100", KeepZero = true)]
    public int? Limit { get; init; }
}
