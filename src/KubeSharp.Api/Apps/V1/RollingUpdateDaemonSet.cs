namespace KubeSharp.Api.Apps.V1;

/// <summary>RollingUpdateDaemonSet of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.RollingUpdateDaemonSet")]
public sealed partial record RollingUpdateDaemonSet : IApiRecord<RollingUpdateDaemonSet>
{
    [Field("maxUnavailable", 1)]
    public IntOrString? MaxUnavailable { get; init; }

    [Field("maxSurge", 2)]
    public IntOrString? MaxSurge { get; init; }
}
