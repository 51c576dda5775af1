namespace KubeSharp.Api.Authorization.V1;

/// <summary>SelfSubjectRulesReview of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectRulesReview")]
[Kind("authorization.k8s.io", "v1", "SelfSubjectRulesReview", Plural = "selfsubjectrulesreviews", Singular = "selfsubjectrulesreview", Verbs = "create")]
public sealed partial record SelfSubjectRulesReview : IApiObject<SelfSubjectRulesReview>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public SelfSubjectRulesReviewSpec Spec { get; init; } = SelfSubjectRulesReviewSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public SubjectRulesReviewStatus Status { get; init; } = SubjectRulesReviewStatus.Empty;
}
