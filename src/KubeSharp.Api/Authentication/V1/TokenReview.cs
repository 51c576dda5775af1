namespace KubeSharp.Api.Authentication.V1;

/// <summary>TokenReview of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenReview")]
[Kind("authentication.k8s.io", "v1", "TokenReview", Plural = "tokenreviews", Singular = "tokenreview", Verbs = "create")]
public sealed partial record TokenReview : IApiObject<TokenReview>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public TokenReviewSpec Spec { get; init; } = TokenReviewSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public TokenReviewStatus Status { get; init; } = TokenReviewStatus.Empty;
}
