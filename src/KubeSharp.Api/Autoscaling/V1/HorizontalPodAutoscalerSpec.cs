namespace KubeSharp.Api.Autoscaling.V1;

/// <summary>HorizontalPodAutoscalerSpec of autoscaling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec")]
public sealed partial record HorizontalPodAutoscalerSpec : IApiRecord<HorizontalPodAutoscalerSpec>
{
    [Field("scaleTargetRef", 1, Required = true, Default = "{}")]
    public CrossVersionObjectReference ScaleTargetRef { get; init; } = CrossVersionObjectReference.Empty;

    [Field("minReplicas", 2, KeepZero = true)]
    public int? MinReplicas { get; init; }

    [Field("maxReplicas", 3, Required = true, Default = "0")]
    public int MaxReplicas { get; init; }

    [Field("targetCPUUtilizationPercentage", 4, KeepZero = true)]
    public int? TargetCPUUtilizationPercentage { get; init; }
}
