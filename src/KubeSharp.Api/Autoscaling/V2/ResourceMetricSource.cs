namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>ResourceMetricSource of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ResourceMetricSource")]
public sealed partial record ResourceMetricSource : IApiRecord<ResourceMetricSource>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("target", 2, Required = true, Default = "{}")]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}
