using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace KubeSharp.Pki.Tokens;

/// <summary>A public key of a token issuer that is not this cluster: an RSA or an elliptic one. Source: RFC 7517 (JSON Web Key), RFC 7518 (its algorithms).</summary>
public sealed class WebKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _elliptic;

    private WebKey(string id, RSA? rsa, ECDsa? elliptic) => (Id, _rsa, _elliptic) = (id, rsa, elliptic);

    /// <summary>The algorithms that can be checked: RS, PS and ES with SHA-256, SHA-384 and SHA-512.</summary>
    public static ImmutableArray<string> Algorithms { get; } = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

    /// <summary>What tokens call it; empty: nothing.</summary>
    public string Id { get; }

    /// <summary>Reads a key set; keys that are not for signing, or of a sort that is not known, are left out.</summary>
    /// <exception cref="FormatException">It is no key set.</exception>
    public static ImmutableArray<WebKey> ReadSet(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(Read).OfType<WebKey>()];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or CryptographicException) { throw new FormatException($"no key set: {e.Message}", e); }
    }

    /// <summary>Whether the signature is this key's by the algorithm; false where the algorithm is not one of this sort of key.</summary>
    public bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!Algorithms.Contains(algorithm)) { return false; }
        var hash = algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };
        return algorithm[..2] switch
        {
            "RS" => _rsa is not null && _rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1),
            "PS" => _rsa is not null && _rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pss),
            _ => _elliptic is not null && _elliptic.KeySize == KeyBits(algorithm) && _elliptic.VerifyData(data, signature, hash),
        };
    }

    private static int KeyBits(string algorithm) => algorithm switch { "ES256" => 256, "ES384" => 384, _ => 521 };

    private static WebKey? Read(JsonElement key)
    {
        if (Text(key, "use") is not ("" or "sig")) { return null; }
        var id = Text(key, "kid");
        switch (Text(key, "kty"))
        {
            case "RSA":
                var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
                return new(id, rsa, null);
            case "EC" when Curve(Text(key, "crv")) is { } curve:
                return new(id, null, ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } }));
            default: return null;
        }
    }

    private static ECCurve? Curve(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static string Text(JsonElement key, string field) => key.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static byte[] Bytes(JsonElement key, string field) => Base64Url.DecodeFromChars(key.GetProperty(field).GetString());
}
