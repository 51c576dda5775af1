namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HorizontalPodAutoscalerBehavior of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior")]
public sealed partial record HorizontalPodAutoscalerBehavior : IApiRecord<HorizontalPodAutoscalerBehavior>
{
    [Field("scaleUp", 1)]
    public HPAScalingRules? ScaleUp { get; init; }

    [Field("scaleDown", 2)]
    public HPAScalingRules? ScaleDown { get; init; }
}
