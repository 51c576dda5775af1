namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>MetricValueStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricValueStatus")]
public sealed partial record MetricValueStatus : IApiRecord<MetricValueStatus>
{
    [Field("value", 1)]
    public Quantity? Value { get; init; }

    [Field("averageValue", 2)]
    public Quantity? AverageValue { get; init; }

    [Field("averageUtilization", 3, KeepZero = true)]
    public int? AverageUtilization { get; init; }
}
