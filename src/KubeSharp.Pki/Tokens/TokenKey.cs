using System.Buffers.Text;
using System.Security.Cryptography;

namespace KubeSharp.Pki.Tokens;

/// <summary>A key of service-account tokens: ECDSA P-256 (ES256) or RSA (RS256), private or public. Source: --service-account-signing-key-file and --service-account-key-file.</summary>
public sealed class TokenKey
{
    private readonly ECDsa? _elliptic;
    private readonly RSA? _rsa;

    /// <summary>An ECDSA key.</summary>
    public TokenKey(ECDsa key) => (_elliptic, Id) = (key, IdOf(key.ExportSubjectPublicKeyInfo()));

    private TokenKey(RSA key) => (_rsa, Id) = (key, IdOf(key.ExportSubjectPublicKeyInfo()));

    /// <summary>What tokens and the key set call it: the hash of its public part, as upstream.</summary>
    public string Id { get; }

    /// <summary>ES256 or RS256.</summary>
    public string Algorithm => _rsa is null ? "ES256" : "RS256";

    /// <summary>The key in PEM: a private or a public key.</summary>
    /// <exception cref="CryptographicException">It is neither an RSA nor an ECDSA P-256 key.</exception>
    public static TokenKey FromPem(string pem)
    {
        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new(rsa);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException) { }
        try
        {
            var elliptic = ECDsa.Create();
            elliptic.ImportFromPem(pem);
            return elliptic.KeySize == 256 ? new(elliptic) : throw new CryptographicException("of the ECDSA keys only P-256 is supported");
        }
        catch (ArgumentException e) { throw new CryptographicException("no RSA or ECDSA key in PEM", e); }
    }

    /// <summary>Signs.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) =>
        _rsa?.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _elliptic!.SignData(data, HashAlgorithmName.SHA256);

    /// <summary>Whether the signature is this key's.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _rsa?.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _elliptic!.VerifyData(data, signature, HashAlgorithmName.SHA256);

    /// <summary>The public part as a JSON Web Key.</summary>
    public string ToWebKey()
    {
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(false);
            return $$"""{"use":"sig","kty":"RSA","kid":"{{Id}}","alg":"RS256","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"{{Base64Url.EncodeToString(rsa.Exponent)}}"}""";
        }
        var point = _elliptic!.ExportParameters(false).Q;
        return $$"""{"use":"sig","kty":"EC","kid":"{{Id}}","crv":"P-256","alg":"ES256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
    }

    private static string IdOf(byte[] publicKey) => Base64Url.EncodeToString(SHA256.HashData(publicKey));
}
