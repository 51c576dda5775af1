namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>MetricSpec of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricSpec")]
public sealed partial record MetricSpec : IApiRecord<MetricSpec>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("object", 2)]
    public ObjectMetricSource? Object { get; init; }

    [Field("pods", 3)]
    public PodsMetricSource? Pods { get; init; }

    [Field("resource", 4)]
    public ResourceMetricSource? Resource { get; init; }

    [Field("containerResource", 7)]
    public ContainerResourceMetricSource? ContainerResource { get; init; }

    [Field("external", 5)]
    public ExternalMetricSource? External { get; init; }
}
