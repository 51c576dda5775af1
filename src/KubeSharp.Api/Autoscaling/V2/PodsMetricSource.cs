namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>PodsMetricSource of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.PodsMetricSource")]
public sealed partial record PodsMetricSource : IApiRecord<PodsMetricSource>
{
    [Field("metric", 1, Required = true, Default = "{}")]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field("target", 2, Required = true, Default = "{}")]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}
