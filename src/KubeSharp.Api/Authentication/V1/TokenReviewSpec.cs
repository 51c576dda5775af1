namespace KubeSharp.Api.Authentication.V1;

/// <summary>TokenReviewSpec of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenReviewSpec")]
public sealed partial record TokenReviewSpec : IApiRecord<TokenReviewSpec>
{
    [Field("token", 1, Required = true)]
    public string Token { get; init; } = "";

    [Field("audiences", 2, List = "atomic")]
    public ApiList<string> Audiences { get; init; } = [];
}
