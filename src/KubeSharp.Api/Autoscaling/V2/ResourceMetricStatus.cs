namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ResourceMetricStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ResourceMetricStatus")]
public sealed partial record ResourceMetricStatus : IApiRecord<ResourceMetricStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("current", 2, Required = true, Default = "{}")]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}
