namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolume of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolume")]
[Kind("", "v1", "PersistentVolume", Plural = "persistentvolumes", Singular = "persistentvolume", ShortNames = "pv", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://PersistentVolume:get,patch,update")]
public sealed partial record PersistentVolume : IApiObject<PersistentVolume>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public PersistentVolumeSpec Spec { get; init; } = PersistentVolumeSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PersistentVolumeStatus Status { get; init; } = PersistentVolumeStatus.Empty;
}
