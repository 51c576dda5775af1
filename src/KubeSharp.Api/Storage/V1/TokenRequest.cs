namespace KubeSharp.Api.Storage.V1;

/// <summary>TokenRequest of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.TokenRequest")]
public sealed partial record TokenRequest : IApiRecord<TokenRequest>
{
    [Field("audience", 1, Required = true, Default = "\"\"")]
    public string Audience { get; init; } = "";

    [Field("expirationSeconds", 2, KeepZero = true)]
    public long? ExpirationSeconds { get; init; }
}
