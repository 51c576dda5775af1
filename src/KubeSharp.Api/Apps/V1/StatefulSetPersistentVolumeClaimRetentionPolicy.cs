namespace KubeSharp.Api.Apps.V1;

/// <summary>StatefulSetPersistentVolumeClaimRetentionPolicy of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy")]
public sealed partial record StatefulSetPersistentVolumeClaimRetentionPolicy : IApiRecord<StatefulSetPersistentVolumeClaimRetentionPolicy>
{
    [Field("whenDeleted", 1)]
    public string? WhenDeleted { get; init; }

    [Field("whenScaled", 2)]
    public string? WhenScaled { get; init; }
}
