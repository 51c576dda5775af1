namespace KubeSharp.Api.Autoscaling.V1;

/// <summary>HorizontalPodAutoscalerStatus of autoscaling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus")]
public sealed partial record HorizontalPodAutoscalerStatus : IApiRecord<HorizontalPodAutoscalerStatus>
{
    [Field("observedGeneration", 1, KeepZero = true)]
    public long? ObservedGeneration { get; init; }

    [Field("lastScaleTime", 2)]
    public DateTimeOffset? LastScaleTime { get; init; }

    [Field("currentReplicas", 3, Required = true, Default = "0")]
    public int CurrentReplicas { get; init; }

    [Field("desiredReplicas", 4, Required = true, Default = "0")]
    public int DesiredReplicas { get; init; }

    [Field("currentCPUUtilizationPercentage", 5, KeepZero = true)]
    public int? CurrentCPUUtilizationPercentage { get; init; }
}
