namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeClaimVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource")]
public sealed partial record PersistentVolumeClaimVolumeSource : IApiRecord<PersistentVolumeClaimVolumeSource>
{
    [Field("claimName", 1, Required = true, Default = "\"\"")]
    public string ClaimName { get; init; } = "";

    [Field("readOnly", 2)]
    public bool? ReadOnly { get; init; }
}
