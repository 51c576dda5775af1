using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>
/// The public keys of an issuer, found by its discovery document and kept. They are fetched again when a token names a key that is not among
/// them, at most once a second, whatever number of tokens do so. Source: OpenID Connect Discovery 1.0.
/// </summary>
public sealed class IssuerKeys(TokenIssuer issuer, WebhookClient client, TimeProvider time)
{
    private static readonly TimeSpan _fetchMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private readonly Lock _turn = new();
    private volatile ImmutableArrayBox _known = new([]);
    private Task<ImmutableArray<WebKey>>? _fetching;
    private DateTimeOffset _fetched = DateTimeOffset.MinValue;

    /// <summary>The keys that may have signed a token which names this one (empty: any).</summary>
    /// <exception cref="WebhookException">The issuer cannot be asked, or what it says does not hold.</exception>
    public async ValueTask<ImmutableArray<WebKey>> FindAsync(string id, CancellationToken cancellation)
    {
        var known = Choose(_known.Keys, id);
        if (!known.IsEmpty) { return known; }
        return Choose(await FetchAsync().WaitAsync(cancellation).ConfigureAwait(false), id);
    }

    private static ImmutableArray<WebKey> Choose(ImmutableArray<WebKey> keys, string id) => id.Length == 0 ? keys : [.. keys.Where(k => k.Id == id)];

    // One fetch serves all who wait for it; it ends by its own limit, not with the request that began it.
    private Task<ImmutableArray<WebKey>> FetchAsync()
    {
        lock (_turn)
        {
            if (_fetching is { IsCompleted: false } under) { return under; }
            if (time.GetUtcNow() - _fetched < _pause) { return Task.FromResult(_known.Keys); }
            _fetched = time.GetUtcNow();
            return _fetching = AskAsync();
        }
    }

    private async Task<ImmutableArray<WebKey>> AskAsync()
    {
        var document = await GetAsync(issuer.DiscoveryUrl).ConfigureAwait(false);
        var found = Read(document, issuer.DiscoveryUrl);
        if (found.Text("issuer") != issuer.Url) { throw new WebhookException($"oidc: issuer did not match the issuer returned by provider, expected \"{issuer.Url}\" got \"{found.Text("issuer")}\""); }
        var address = found.Text("jwks_uri");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps) { throw new WebhookException($"oidc: jwks_uri \"{address}\" is no https URL"); }
        try
        {
            var keys = WebKey.ReadSet(await GetAsync(address).ConfigureAwait(false));
            _known = new(keys);
            return keys;
        }
        catch (FormatException e) { throw new WebhookException($"oidc: {address}: {e.Message}", e); }
    }

    private ValueTask<byte[]> GetAsync(string address) => client.GetAsync(new WebhookEndpoint(new Uri(address)) { Authorities = issuer.Authorities }, _fetchMax, default);

    private static ObjectNode Read(byte[] json, string address)
    {
        try { return Node.Parse(json) as ObjectNode ?? throw new WebhookException($"oidc: {address}: no object"); }
        catch (JsonException e) { throw new WebhookException($"oidc: {address}: {e.Message}", e); }
    }

    // What is volatile must be a reference.
    private sealed record ImmutableArrayBox(ImmutableArray<WebKey> Keys);
}
