using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>
/// A proxy in front says in headers who asks. It is believed only with a client certificate of the front-proxy authority and one of the allowed
/// names; without one the headers count for nothing. Source: Authenticating, authenticating proxy.
/// </summary>
public sealed class RequestHeaderAuthenticator(X509Certificate2Collection authorities, ImmutableArray<string> allowedNames, TimeProvider time) : IAuthenticator
{
    private const string UserHeader = "X-Remote-User";
    private const string UidHeader = "X-Remote-Uid";
    private const string GroupHeader = "X-Remote-Group";
    private const string ExtraPrefix = "X-Remote-Extra-";
    private readonly ClientCertificateAuthenticator _certificates = new(authorities, time);

    /// <inheritdoc/>
    public async ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var headers = context.Request.Headers;
        if (!headers.TryGetValue(UserHeader, out var name) || context.Connection.ClientCertificate is null) { return null; }
        UserIdentity? proxy;
        try { proxy = await _certificates.AuthenticateAsync(context, cancellation).ConfigureAwait(false); }
        // A certificate of the cluster's own authority: its bearer is who it says, the headers are of no account.
        catch (StatusException e) when (e.Is(StatusReason.Unauthorized)) { return null; }
        if (proxy is null || (!allowedNames.IsEmpty && !allowedNames.Contains(proxy.Name))) { return null; }
        var groups = headers[GroupHeader].OfType<string>().ToImmutableArray();
        return new UserIdentity(name.ToString(), groups.Contains("system:authenticated") ? groups : groups.Add("system:authenticated"))
        {
            Uid = headers[UidHeader].ToString(),
            Extra = headers.Where(static h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
                .ToImmutableSortedDictionary(static h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..]).ToLowerInvariant(), static h => h.Value.OfType<string>().ToImmutableArray()),
        };
    }
}
