namespace KubeSharp.Api.Core.V1;

/// <summary>NodeCondition of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeCondition")]
public sealed partial record NodeCondition : IApiRecord<NodeCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("lastHeartbeatTime", 3, NullIfNone = true)]
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    [Field("lastTransitionTime", 4, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 5)]
    public string? Reason { get; init; }

    [Field("message", 6)]
    public string? Message { get; init; }
}
