namespace KubeSharp.Api.FlowControl.V1;

/// <summary>FlowSchemaCondition of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaCondition")]
public sealed partial record FlowSchemaCondition : IApiRecord<FlowSchemaCondition>
{
    [Field("type", 1)]
    public string? Type { get; init; }

    [Field("status", 2)]
    public string? Status { get; init; }

    [Field("lastTransitionTime", 3, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("message", 5)]
    public string? Message { get; init; }
}
