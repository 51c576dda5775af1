using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KubeSharp.Pki.Tokens;

/// <summary>Issues and checks service-account tokens (JWT): one key signs, several may check.</summary>
public sealed class ServiceAccountTokens
{
    private const string WarnAfter = "warnafter";
    private readonly TokenKey _key;
    private readonly ImmutableArray<TokenKey> _checking;
    private readonly TimeProvider _time;

    /// <summary>With the key that signs and the issuer named in tokens.</summary>
    public ServiceAccountTokens(ECDsa key, string issuer, TimeProvider time) : this(new TokenKey(key), [], issuer, time) { }

    /// <summary>With the key that signs, others whose tokens hold too (those of a rotation), and the issuer named in tokens.</summary>
    public ServiceAccountTokens(TokenKey key, IEnumerable<TokenKey> others, string issuer, TimeProvider time)
    {
        (_key, Issuer, Issuers, Audiences, _time) = (key, issuer, [issuer], [issuer], time);
        _checking = [key, .. others.Where(o => o.Id != key.Id).DistinctBy(static o => o.Id)];
    }

    /// <summary>The issuer named in tokens, https://kubernetes.default.svc.cluster.local by default.</summary>
    public string Issuer { get; }

    /// <summary>It and its predecessors, whose tokens hold too. Source: --service-account-issuer, given again.</summary>
    public ImmutableArray<string> Issuers { get; init; }

    /// <summary>For whom tokens for the API server are, and those that name nobody; default the issuer. Source: --api-audiences.</summary>
    public ImmutableArray<string> Audiences { get; init; }

    /// <summary>A signed token.</summary>
    public string Issue(ServiceAccountClaims claims)
    {
        var head = Encode(w =>
        {
            w.WriteString("alg", _key.Algorithm);
            w.WriteString("kid", _key.Id);
        });
        var body = Encode(w => WriteClaims(w, claims));
        var signed = $"{head}.{body}";
        return $"{signed}.{Base64Url.EncodeToString(_key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Whether the text looks like a token of ours at all.</summary>
    public bool IsOurs(string token)
    {
        if (token.Split('.') is not [_, var body, _]) { return false; }
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(body));
            return json.RootElement.TryGetProperty("iss", out var issuer) && IsIssuer(issuer.GetString());
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException) { return false; }
    }

    /// <summary>What the token says, or why it does not hold.</summary>
    public (ServiceAccountClaims? Claims, string Error) Verify(string token, ImmutableArray<string> audiences)
    {
        if (token.Split('.') is not [var head, var body, var signature]) { return (null, "token is malformed"); }
        try
        {
            if (!IsSigned(head, Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature))) { return (null, "the signature does not hold"); }
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(body));
            var claims = ReadClaims(json.RootElement);
            if (!IsIssuer(json.RootElement.GetProperty("iss").GetString())) { return (null, "the issuer is another"); }
            var now = _time.GetUtcNow();
            if (claims.Expires <= now) { return (null, "service account token has expired"); }
            if (json.RootElement.GetProperty("nbf").GetInt64() > now.ToUnixTimeSeconds() + 60) { return (null, "token is not valid yet"); }
            if (!claims.Audiences.Any(audiences.Contains)) { return (null, $"token audiences [{string.Join(' ', claims.Audiences)}] is invalid for the target audiences [{string.Join(' ', audiences)}]"); }
            return (claims, "");
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException or InvalidOperationException or KeyNotFoundException) { return (null, "token is malformed"); }
    }

    /// <summary>The public keys as a JSON Web Key Set.</summary>
    public string KeySet() => $$"""{"keys":[{{string.Join(',', _checking.Select(static k => k.ToWebKey()))}}]}""";

    /// <summary>The OpenID discovery document.</summary>
    public string Discovery(string keysUri) =>
        $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{keysUri}}","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["{{string.Join("\",\"", _checking.Select(static k => k.Algorithm).Distinct())}}"]}""";

    private bool IsIssuer(string? name) => name is not null && Issuers.Contains(name);

    // The key is the one the head names; the algorithm is the key's own, never what the token says.
    private bool IsSigned(string head, byte[] data, byte[] signature)
    {
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
        var id = json.RootElement.TryGetProperty("kid", out var named) ? named.GetString() : null;
        return _checking.Any(k => (id is null || k.Id == id) && k.Verify(data, signature));
    }

    private void WriteClaims(Utf8JsonWriter w, ServiceAccountClaims claims)
    {
        w.WriteStartArray("aud");
        foreach (var audience in claims.Audiences) { w.WriteStringValue(audience); }
        w.WriteEndArray();
        w.WriteNumber("exp", claims.Expires.ToUnixTimeSeconds());
        w.WriteNumber("iat", claims.IssuedAt.ToUnixTimeSeconds());
        w.WriteString("iss", Issuer);
        w.WriteString("jti", claims.Id);
        w.WriteStartObject("kubernetes.io");
        w.WriteString("namespace", claims.Namespace);
        if (claims.BoundKind.Length > 0 && claims.BoundKind != "Node") { WriteReference(w, claims.BoundKind.ToLowerInvariant(), claims.BoundName, claims.BoundUid); }
        if (claims.NodeName.Length > 0) { WriteReference(w, "node", claims.NodeName, claims.NodeUid); }
        WriteReference(w, "serviceaccount", claims.Name, claims.Uid);
        if (claims.WarnAfter is { } warn) { w.WriteNumber(WarnAfter, warn.ToUnixTimeSeconds()); }
        w.WriteEndObject();
        w.WriteNumber("nbf", claims.IssuedAt.ToUnixTimeSeconds());
        w.WriteString("sub", $"system:serviceaccount:{claims.Namespace}:{claims.Name}");
    }

    private static void WriteReference(Utf8JsonWriter w, string kind, string name, string uid)
    {
        w.WriteStartObject(kind);
        w.WriteString("name", name);
        w.WriteString("uid", uid);
        w.WriteEndObject();
    }

    private static ServiceAccountClaims ReadClaims(JsonElement json)
    {
        var own = json.GetProperty("kubernetes.io");
        var account = own.GetProperty("serviceaccount");
        var claims = new ServiceAccountClaims(own.GetProperty("namespace").GetString()!, account.GetProperty("name").GetString()!, account.GetProperty("uid").GetString()!)
        {
            Audiences = json.GetProperty("aud") is { ValueKind: JsonValueKind.Array } many ? [.. many.EnumerateArray().Select(static a => a.GetString()!)] : [json.GetProperty("aud").GetString()!],
            Expires = DateTimeOffset.FromUnixTimeSeconds(json.GetProperty("exp").GetInt64()),
            WarnAfter = own.TryGetProperty(WarnAfter, out var warn) ? DateTimeOffset.FromUnixTimeSeconds(warn.GetInt64()) : null,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(json.GetProperty("iat").GetInt64()),
            Id = json.TryGetProperty("jti", out var id) ? id.GetString() ?? "" : "",
        };
        if (own.TryGetProperty("node", out var node)) { claims = claims with { NodeName = node.GetProperty("name").GetString()!, NodeUid = node.GetProperty("uid").GetString()! }; }
        foreach (var (field, kind) in (ReadOnlySpan<(string, string)>)[("pod", "Pod"), ("secret", "Secret")])
        {
            if (own.TryGetProperty(field, out var bound)) { return claims with { BoundKind = kind, BoundName = bound.GetProperty("name").GetString()!, BoundUid = bound.GetProperty("uid").GetString()! }; }
        }
        return claims.NodeName.Length > 0 ? claims with { BoundKind = "Node", BoundName = claims.NodeName, BoundUid = claims.NodeUid } : claims;
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
