using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Asks the authenticators who makes a request; who shows no credentials is system:anonymous where that is allowed.</summary>
public sealed partial class Authenticating(ImmutableArray<IAuthenticator> authenticators, AnonymousAccess anonymous, ILogger<Authenticating> logger)
{
    /// <summary>Who it is.</summary>
    /// <exception cref="StatusException">401: the credentials do not hold, or there are none.</exception>
    public async ValueTask<UserIdentity> IdentifyAsync(HttpContext http)
    {
        StatusException? refusal = null;
        foreach (var authenticator in authenticators)
        {
            try
            {
                if (await authenticator.AuthenticateAsync(http, http.RequestAborted).ConfigureAwait(false) is { } user) { return user; }
            }
            // Another sort of credentials may still hold.
            catch (StatusException e) when (e.Is(StatusReason.Unauthorized)) { refusal ??= e; }
        }
        if (refusal is null && BearerToken.Of(http).Length == 0 && anonymous.Allows(http.Request.Path.Value ?? "/")) { return UserIdentity.Anonymous; }
        LogRefused(refusal?.InnerException?.Message ?? "invalid bearer token, or no credentials");
        throw StatusException.Unauthorized();
    }

    /// <summary>The sorts of credentials a request bears, for the audit: basic, bearer, x509, none.</summary>
    public static string Attempted(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var sorts = new List<string>();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) { sorts.Add("basic"); }
        if (BearerToken.Of(http).Length > 0) { sorts.Add("bearer"); }
        if (http.Connection.ClientCertificate is not null) { sorts.Add("x509"); }
        return sorts.Count == 0 ? "<none>" : string.Join(", ", sorts);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unable to authenticate the request: {Reason}")]
    private partial void LogRefused(string reason);
}
