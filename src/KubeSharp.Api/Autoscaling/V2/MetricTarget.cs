namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>MetricTarget of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricTarget")]
public sealed partial record MetricTarget : IApiRecord<MetricTarget>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("value", 2)]
    public Quantity? Value { get; init; }

    [Field("averageValue", 3)]
    public Quantity? AverageValue { get; init; }

    [Field("averageUtilization", 4, KeepZero = true)]
    public int? AverageUtilization { get; init; }
}
