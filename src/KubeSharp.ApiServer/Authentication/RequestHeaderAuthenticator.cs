using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>
/// A proxy in front says in headers who asks. It is believed only with a client certificate of the front-proxy authority and one of the allowed
/// names; without one the headers count for nothing. Source: Authenticating, authenticating proxy.
/// </summary>
public sealed class RequestHeaderAuthenticator(X509Certificate2Collection authorities, RequestHeaderOptions options, TimeProvider time) : IAuthenticator
{
    private readonly ClientCertificateAuthenticator _certificates = new(authorities, time);

    /// <inheritdoc/>
    public async ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var headers = context.Request.Headers;
        if (First(headers, options.UserHeaders) is not { Length: > 0 } name || context.Connection.ClientCertificate is null) { return null; }
        UserIdentity? proxy;
        try { proxy = await _certificates.AuthenticateAsync(context, cancellation).ConfigureAwait(false); }
        // A certificate of the cluster's own authority: its bearer is who it says, the headers are of no account.
        catch (StatusException e) when (e.Is(StatusReason.Unauthorized)) { return null; }
        if (proxy is null || (!options.AllowedNames.IsEmpty && !options.AllowedNames.Contains(proxy.Name))) { return null; }
        ImmutableArray<string> groups = [.. options.GroupHeaders.SelectMany(h => headers[h].OfType<string>())];
        return new UserIdentity(name, groups.Contains("system:authenticated") ? groups : groups.Add("system:authenticated"))
        {
            Uid = First(headers, options.UidHeaders) ?? "",
            Extra = options.ExtraPrefixes.SelectMany(p => headers.Where(h => h.Key.StartsWith(p, StringComparison.OrdinalIgnoreCase)).Select(h => (Key: h.Key[p.Length..], h.Value)))
                .ToImmutableSortedDictionary(static h => Uri.UnescapeDataString(h.Key).ToLowerInvariant(), static h => h.Value.OfType<string>().ToImmutableArray()),
        };
    }

    private static string? First(IHeaderDictionary headers, ImmutableArray<string> names) => names.Select(n => headers[n].ToString()).FirstOrDefault(static v => v.Length > 0);
}
