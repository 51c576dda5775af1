namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>MetricIdentifier of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricIdentifier")]
public sealed partial record MetricIdentifier : IApiRecord<MetricIdentifier>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("selector", 2)]
    public Meta.V1.LabelSelector? Selector { get; init; }
}
