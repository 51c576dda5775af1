namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeClaim of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaim")]
[Kind("", "v1", "PersistentVolumeClaim", Plural = "persistentvolumeclaims", Singular = "persistentvolumeclaim", Namespaced = true, ShortNames = "pvc", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://PersistentVolumeClaim:get,patch,update")]
public sealed partial record PersistentVolumeClaim : IApiObject<PersistentVolumeClaim>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public PersistentVolumeClaimSpec Spec { get; init; } = PersistentVolumeClaimSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PersistentVolumeClaimStatus Status { get; init; } = PersistentVolumeClaimStatus.Empty;
}
