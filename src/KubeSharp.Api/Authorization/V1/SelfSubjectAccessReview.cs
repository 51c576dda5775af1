namespace KubeSharp.Api.Authorization.V1;

/// <summary>SelfSubjectAccessReview of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "SelfSubjectAccessReview", Plural = "selfsubjectaccessreviews", Singular = "selfsubjectaccessreview", Verbs = "create")]
public sealed partial record SelfSubjectAccessReview : IApiObject<SelfSubjectAccessReview>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public SelfSubjectAccessReviewSpec Spec { get; init; } = SelfSubjectAccessReviewSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}
