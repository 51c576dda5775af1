namespace KubeSharp.Api.Core.V1;

/// <summary>EphemeralVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EphemeralVolumeSource")]
public sealed partial record EphemeralVolumeSource : IApiRecord<EphemeralVolumeSource>
{
    [Field("volumeClaimTemplate", 1)]
    public PersistentVolumeClaimTemplate? VolumeClaimTemplate { get; init; }
}
