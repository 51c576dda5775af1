namespace KubeSharp.Api.Authentication.V1;

/// <summary>TokenRequestSpec of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenRequestSpec")]
public sealed partial record TokenRequestSpec : IApiRecord<TokenRequestSpec>
{
    [Field("audiences", 1, List = "atomic", KeepZero = true)]
    public ApiList<string> Audiences { get; init; } = [];

    [Field("expirationSeconds", 4, KeepZero = true)]
    public long? ExpirationSeconds { get; init; }

    [Field("boundObjectRef", 3)]
    public BoundObjectReference? BoundObjectRef { get; init; }
}
