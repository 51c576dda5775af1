namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ContainerResourceMetricSource of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ContainerResourceMetricSource")]
public sealed partial record ContainerResourceMetricSource : IApiRecord<ContainerResourceMetricSource>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("target", 2, Required = true, Default = "{}")]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;

    [Field("container", 3, Required = true, Default = "\"\"")]
    public string Container { get; init; } = "";
}
