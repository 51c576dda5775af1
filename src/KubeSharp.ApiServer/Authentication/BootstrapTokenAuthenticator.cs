using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Tokens with which new nodes join: ID.SECRET, kept as secrets of kube-system. Source: Authenticating with Bootstrap Tokens.</summary>
public sealed class BootstrapTokenAuthenticator(IObjects objects, TimeProvider time) : ITokenAuthenticator
{
    private const int IdLength = 6;
    private const int SecretLength = 16;

    /// <inheritdoc/>
    public ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var token = BearerToken.Of(context);
        if (token.Length != IdLength + 1 + SecretLength || token[IdLength] != '.') { return default; }
        var secret = objects.Get("secrets", "kube-system", "bootstrap-token-" + token[..IdLength]);
        return new(secret is not null && Holds(secret, token) ? Identity(secret, token[..IdLength]) : throw StatusException.Unauthorized());
    }

    private bool Holds(ObjectNode secret, string token)
    {
        if (secret.TextAt("type") != "bootstrap.kubernetes.io/token" || secret.At("metadata", "deletionTimestamp") is not null) { return false; }
        if (Value(secret, "usage-bootstrap-authentication") != "true") { return false; }
        if (Value(secret, "expiration") is { Length: > 0 } end && (!DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires) || expires <= time.GetUtcNow())) { return false; }
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value(secret, "token-secret")), Encoding.UTF8.GetBytes(token[(IdLength + 1)..]));
    }

    private static UserIdentity Identity(ObjectNode secret, string id) =>
        new($"system:bootstrap:{id}", ["system:bootstrappers", .. Value(secret, "auth-extra-groups").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), "system:authenticated"]);

    private static string Value(ObjectNode secret, string key)
    {
        if (secret.TextAt("data", key) is not { } text) { return ""; }
        try { return Encoding.UTF8.GetString(Convert.FromBase64String(text)); }
        catch (FormatException) { return ""; }
    }
}
