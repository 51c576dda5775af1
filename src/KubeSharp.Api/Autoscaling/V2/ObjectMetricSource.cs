namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ObjectMetricSource of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ObjectMetricSource")]
public sealed partial record ObjectMetricSource : IApiRecord<ObjectMetricSource>
{
    [Field("describedObject", 1, Required = true, Default = "{}")]
    public CrossVersionObjectReference DescribedObject { get; init; } = CrossVersionObjectReference.Empty;

    [Field("target", 2, Required = true, Default = "{}")]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;

    [Field("metric", 3, Required = true, Default = "{}")]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;
}
