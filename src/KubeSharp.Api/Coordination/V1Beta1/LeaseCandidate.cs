namespace KubeSharp.Api.Coordination.V1Beta1;

/// <summary>LeaseCandidate of coordination/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.coordination.v1beta1.LeaseCandidate")]
[Kind("coordination.k8s.io", "v1beta1", "LeaseCandidate")]
public sealed partial record LeaseCandidate : IApiObject<LeaseCandidate>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public LeaseCandidateSpec Spec { get; init; } = LeaseCandidateSpec.Empty;
}
