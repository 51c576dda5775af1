namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeStatus")]
public sealed partial record PersistentVolumeStatus : IApiRecord<PersistentVolumeStatus>
{
    [Field("phase", 1, Enum = "Available|Bound|Failed|Pending|Released")]
    public string? Phase { get; init; }

    [Field("message", 2)]
    public string? Message { get; init; }

    [Field("reason", 3)]
    public string? Reason { get; init; }

    [Field("lastPhaseTransitionTime", 4)]
    public DateTimeOffset? LastPhaseTransitionTime { get; init; }
}
