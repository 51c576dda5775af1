namespace KubeSharp.Api.Core.V1;

/// <summary>NodeConfigStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeConfigStatus")]
public sealed partial record NodeConfigStatus : IApiRecord<NodeConfigStatus>
{
    [Field("assigned", 1)]
    public NodeConfigSource? Assigned { get; init; }

    [Field("active", 2)]
    public NodeConfigSource? Active { get; init; }

    [Field("lastKnownGood", 3)]
    public NodeConfigSource? LastKnownGood { get; init; }

    [Field("error", 4)]
    public string? Error { get; init; }
}
