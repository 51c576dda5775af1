namespace KubeSharp.Api.Coordination.V1Alpha2;

/// <summary>LeaseCandidate of coordination/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.coordination.v1alpha2.LeaseCandidate")]
[Kind("coordination.k8s.io", "v1alpha2", "LeaseCandidate")]
public sealed partial record LeaseCandidate : IApiObject<LeaseCandidate>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public LeaseCandidateSpec Spec { get; init; } = LeaseCandidateSpec.Empty;
}
