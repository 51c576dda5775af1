using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace KubeSharp.Pki.Tokens;

/// <summary>A token (JWT) in its parts, not checked yet. Source: RFC 7519.</summary>
public sealed class WebToken
{
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private WebToken(string algorithm, string keyId, string issuer, byte[] claims, byte[] signed, byte[] signature) =>
        (Algorithm, KeyId, Issuer, Claims, _signed, _signature) = (algorithm, keyId, issuer, claims, signed, signature);

    /// <summary>The algorithm its head names; it is the checker who decides which ones are taken.</summary>
    public string Algorithm { get; }
    /// <summary>The key its head names; empty: none.</summary>
    public string KeyId { get; }
    /// <summary>Who says they issued it; empty: nobody.</summary>
    public string Issuer { get; }
    /// <summary>The claims, JSON.</summary>
    public ReadOnlyMemory<byte> Claims { get; }

    /// <summary>Takes a token apart; null where it is none.</summary>
    public static WebToken? Parse(string token)
    {
        if (token.Split('.') is not [var head, var body, var signature]) { return null; }
        try
        {
            using var names = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
            var claims = Base64Url.DecodeFromChars(body);
            using var values = JsonDocument.Parse(claims);
            if (names.RootElement.ValueKind != JsonValueKind.Object || values.RootElement.ValueKind != JsonValueKind.Object) { return null; }
            return new(Text(names.RootElement, "alg"), Text(names.RootElement, "kid"), Text(values.RootElement, "iss"), claims, Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature));
        }
        catch (Exception e) when (e is FormatException or JsonException) { return null; }
    }

    /// <summary>Whether the key signed it.</summary>
    public bool IsSignedBy(WebKey key) => key.Verify(Algorithm, _signed, _signature);

    private static string Text(JsonElement json, string field) => json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
