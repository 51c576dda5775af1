namespace KubeSharp.Api.Apps.V1;

/// <summary>DaemonSetUpdateStrategy of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetUpdateStrategy")]
public sealed partial record DaemonSetUpdateStrategy : IApiRecord<DaemonSetUpdateStrategy>
{
    [Field("type", 1, Enum = "OnDelete|RollingUpdate")]
    public string? Type { get; init; }

    [Field("rollingUpdate", 2)]
    public RollingUpdateDaemonSet? RollingUpdate { get; init; }
}
