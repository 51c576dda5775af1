namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HorizontalPodAutoscalerSpec of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec")]
public sealed partial record HorizontalPodAutoscalerSpec : IApiRecord<HorizontalPodAutoscalerSpec>
{
    [Field("scaleTargetRef", 1, Required = true, Default = "{}")]
    public CrossVersionObjectReference ScaleTargetRef { get; init; } = CrossVersionObjectReference.Empty;

    [Field("minReplicas", 2, KeepZero = true)]
    public int? MinReplicas { get; init; }

    [Field("maxReplicas", 3, Required = true, Default = "0")]
    public int MaxReplicas { get; init; }

    [Field("metrics", 4, List = "atomic")]
    public ApiList<MetricSpec> Metrics { get; init; } = [];

    [Field("behavior", 5)]
    public HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}
