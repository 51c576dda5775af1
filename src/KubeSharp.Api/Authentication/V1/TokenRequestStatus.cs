namespace KubeSharp.Api.Authentication.V1;

/// <summary>TokenRequestStatus of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenRequestStatus")]
public sealed partial record TokenRequestStatus : IApiRecord<TokenRequestStatus>
{
    [Field("token", 1, Default = "\"\"")]
    public string? Token { get; init; }

    [Field("expirationTimestamp", 2, NullIfNone = true)]
    public DateTimeOffset? ExpirationTimestamp { get; init; }
}
