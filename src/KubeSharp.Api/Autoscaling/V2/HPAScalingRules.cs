namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HPAScalingRules of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HPAScalingRules")]
public sealed partial record HPAScalingRules : IApiRecord<HPAScalingRules>
{
    [Field("stabilizationWindowSeconds", 3, KeepZero = true)]
    public int? StabilizationWindowSeconds { get; init; }

    [Field("selectPolicy", 1, KeepZero = true)]
    public string? SelectPolicy { get; init; }

    [Field("policies", 2, List = "atomic")]
    public ApiList<HPAScalingPolicy> Policies { get; init; } = [];

    [Field("tolerance", 4)]
    public Quantity? Tolerance { get; init; }
}
