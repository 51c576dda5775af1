namespace KubeSharp.Api.Authentication.V1;

/// <summary>TokenRequest of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenRequest")]
[Kind("authentication.k8s.io", "v1", "TokenRequest")]
public sealed partial record TokenRequest : IApiObject<TokenRequest>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public TokenRequestSpec Spec { get; init; } = TokenRequestSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public TokenRequestStatus Status { get; init; } = TokenRequestStatus.Empty;
}
