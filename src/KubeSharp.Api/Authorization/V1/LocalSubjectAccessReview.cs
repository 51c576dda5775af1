namespace KubeSharp.Api.Authorization.V1;

/// <summary>LocalSubjectAccessReview of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.LocalSubjectAccessReview")]
[Kind("authorization.k8s.io", "v1", "LocalSubjectAccessReview", Plural = "localsubjectaccessreviews", Singular = "localsubjectaccessreview", Namespaced = true, Verbs = "create")]
public sealed partial record LocalSubjectAccessReview : IApiObject<LocalSubjectAccessReview>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public SubjectAccessReviewSpec Spec { get; init; } = SubjectAccessReviewSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public SubjectAccessReviewStatus Status { get; init; } = SubjectAccessReviewStatus.Empty;
}
