namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ContainerResourceMetricStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus")]
public sealed partial record ContainerResourceMetricStatus : IApiRecord<ContainerResourceMetricStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("current", 2, Required = true, Default = "{}")]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;

    [Field("container", 3, Required = true, Default = "\"\"")]
    public string Container { get; init; } = "";
}
