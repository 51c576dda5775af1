namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ExternalMetricStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ExternalMetricStatus")]
public sealed partial record ExternalMetricStatus : IApiRecord<ExternalMetricStatus>
{
    [Field("metric", 1, Required = true, Default = "{}")]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field("current", 2, Required = true, Default = "{}")]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}
