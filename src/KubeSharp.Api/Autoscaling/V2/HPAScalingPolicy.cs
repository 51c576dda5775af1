namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HPAScalingPolicy of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HPAScalingPolicy")]
public sealed partial record HPAScalingPolicy : IApiRecord<HPAScalingPolicy>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("value", 2, Required = true, Default = "0")]
    public int Value { get; init; }

    [Field("periodSeconds", 3, Required = true, Default = "0")]
    public int PeriodSeconds { get; init; }
}
