namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroup of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroup")]
[Kind("scheduling.k8s.io", "v1alpha2", "PodGroup")]
public sealed partial record PodGroup : IApiObject<PodGroup>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public PodGroupSpec Spec { get; init; } = PodGroupSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PodGroupStatus Status { get; init; } = PodGroupStatus.Empty;
}
