namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>MetricStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricStatus")]
public sealed partial record MetricStatus : IApiRecord<MetricStatus>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("object", 2)]
    public ObjectMetricStatus? Object { get; init; }

    [Field("pods", 3)]
    public PodsMetricStatus? Pods { get; init; }

    [Field("resource", 4)]
    public ResourceMetricStatus? Resource { get; init; }

    [Field("containerResource", 7)]
    public ContainerResourceMetricStatus? ContainerResource { get; init; }

    [Field("external", 5)]
    public ExternalMetricStatus? External { get; init; }
}
