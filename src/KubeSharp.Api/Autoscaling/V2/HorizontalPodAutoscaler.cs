namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HorizontalPodAutoscaler of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler")]
[Kind("autoscaling", "v2", "HorizontalPodAutoscaler", Plural = "horizontalpodautoscalers", Singular = "horizontalpodautoscaler", Namespaced = true, ShortNames = "hpa", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://HorizontalPodAutoscaler:get,patch,update")]
public sealed partial record HorizontalPodAutoscaler : IApiObject<HorizontalPodAutoscaler>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public HorizontalPodAutoscalerSpec Spec { get; init; } = HorizontalPodAutoscalerSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public HorizontalPodAutoscalerStatus Status { get; init; } = HorizontalPodAutoscalerStatus.Empty;
}
