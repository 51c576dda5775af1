namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeClaimTemplate of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimTemplate")]
public sealed partial record PersistentVolumeClaimTemplate : IApiRecord<PersistentVolumeClaimTemplate>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public PersistentVolumeClaimSpec Spec { get; init; } = PersistentVolumeClaimSpec.Empty;
}
