namespace KubeSharp.Api.Authentication.V1;

/// <summary>TokenReviewStatus of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenReviewStatus")]
public sealed partial record TokenReviewStatus : IApiRecord<TokenReviewStatus>
{
    [Field("authenticated", 1)]
    public bool? Authenticated { get; init; }

    [Field("user", 2, Default = "{}")]
    public UserInfo User { get; init; } = UserInfo.Empty;

    [Field("audiences", 4, List = "atomic")]
    public ApiList<string> Audiences { get; init; } = [];

    [Field("error", 3)]
    public string? Error { get; init; }
}
