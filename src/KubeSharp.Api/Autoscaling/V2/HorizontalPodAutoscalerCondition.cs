namespace KubeSharp.Api.Autoscaling.V2;

/// <summary>HorizontalPodAutoscalerCondition of autoscaling/v2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition")]
public sealed partial record HorizontalPodAutoscalerCondition : IApiRecord<HorizontalPodAutoscalerCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("lastTransitionTime", 3, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("message", 5)]
    public string? Message { get; init; }
}
