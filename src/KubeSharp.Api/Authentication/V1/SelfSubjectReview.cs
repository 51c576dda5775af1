namespace KubeSharp.Api.Authentication.V1;

/// <summary>SelfSubjectReview of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.SelfSubjectReview")]
[Kind("authentication.k8s.io", "v1", "SelfSubjectReview", Plural = "selfsubjectreviews", Singular = "selfsubjectreview", Verbs = "create")]
public sealed partial record SelfSubjectReview : IApiObject<SelfSubjectReview>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("status", 2, Default = "{}")]
    public SelfSubjectReviewStatus Status { get; init; } = SelfSubjectReviewStatus.Empty;
}
