namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HorizontalPodAutoscalerStatus of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus")]
public sealed partial record HorizontalPodAutoscalerStatus : IApiRecord<HorizontalPodAutoscalerStatus>
{
    [Field("observedGeneration", 1, KeepZero = true)]
    public long? ObservedGeneration { get; init; }

    [Field("lastScaleTime", 2)]
    public DateTimeOffset? LastScaleTime { get; init; }

    [Field("currentReplicas", 3)]
    public int? CurrentReplicas { get; init; }

    [Field("desiredReplicas", 4, Required = true, Default = "0")]
    public int DesiredReplicas { get; init; }

    [Field("currentMetrics", 5, List = "atomic", KeepZero = true, NullIfNone = true)]
    public ApiList<MetricStatus> CurrentMetrics { get; init; } = [];

    [Field("conditions", 6, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<HorizontalPodAutoscalerCondition> Conditions { get; init; } = [];
}
