namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceFieldSelector of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceFieldSelector", Atomic = true)]
public sealed partial record ResourceFieldSelector : IApiRecord<ResourceFieldSelector>
{
    [Field("containerName", 1)]
    public string? ContainerName { get; init; }

    [Field("resource", 2, Required = true, Default = "\"\"")]
    public string Resource { get; init; } = "";

    [Field("divisor", 3)]
    public Quantity? Divisor { get; init; }
}
