namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ObjectMetricStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ObjectMetricStatus")]
public sealed partial record ObjectMetricStatus : IApiRecord<ObjectMetricStatus>
{
    [Field("metric", 1, Required = true, Default = "{}")]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field("current", 2, Required = true, Default = "{}")]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;

    [Field("describedObject", 3, Required = true, Default = "{}")]
    public CrossVersionObjectReference DescribedObject { get; init; } = CrossVersionObjectReference.Empty;
}
