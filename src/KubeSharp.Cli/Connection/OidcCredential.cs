using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Connection;

/// <summary>
/// The token of an OpenID Connect provider that the kubeconfig names: the one it holds while that is good, else a new one for its refresh token, which
/// is kept in the kubeconfig. Source: Authenticating, OpenID Connect Tokens, configuring kubectl.
/// </summary>
/// <param name="config">The provider's values in the kubeconfig.</param>
/// <param name="http">How the provider is asked.</param>
/// <param name="time">The clock.</param>
/// <param name="keep">Writes the values back.</param>
internal sealed class OidcCredential(ObjectNode config, HttpClient http, TimeProvider time, Action<ObjectNode> keep)
{
    private const string Issuer = "idp-issuer-url", ClientId = "client-id", ClientSecret = "client-secret", IdToken = "id-token", RefreshToken = "refresh-token";
    private const string Authority = "idp-certificate-authority", AuthorityData = "idp-certificate-authority-data";
    private const int ToldBytesMax = 80;
    // A token that runs out on its way to the server is of no use.
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(10);
    private ObjectNode _config = config;

    /// <summary>Whose certificates are trusted of the provider that has these values; null: those of this machine. Whether it is asked or not, what it needs must be there.</summary>
    /// <exception cref="CliException">A value is missing, or the authority cannot be read.</exception>
    public static X509Certificate2Collection? Authorities(ObjectNode config)
    {
        foreach (var needed in (ReadOnlySpan<string>)[Issuer, ClientId])
        {
            if (config.TextAt(needed) is null or "") { throw new CliException($"Must provide {needed}"); }
        }
        return AuthoritiesOf(config);
    }

    /// <summary>The user that the token makes, and until when.</summary>
    /// <exception cref="CliException">There is no token and none to be had.</exception>
    public async Task<(ObjectNode User, DateTimeOffset? EndsAt)> AskAsync(CancellationToken cancellation)
    {
        if (_config.TextAt(IdToken) is { Length: > 0 } held && EndOf(held) is var end && time.GetUtcNow() + _margin < end) { return (ObjectNode.Of(("token", held)), end - _margin); }
        if (_config.TextAt(RefreshToken) is not { Length: > 0 } refresh) { throw Unusable("No valid id-token, and cannot refresh without refresh-token"); }
        ObjectNode answer;
        try { answer = await RefreshedAsync(await EndpointAsync(cancellation), refresh, cancellation); }
        catch (HttpRequestException e) when (e.GetBaseException() is not SocketException) { throw Unusable($"failed to refresh token: {e.Message}"); }
        if (answer.TextAt("id_token") is not { } token) { throw Unusable("token response did not contain an id_token, either the scope \"openid\" wasn't requested upon login, or the provider doesn't support id_tokens as part of the refresh response"); }
        var renewed = _config.Set(IdToken, token);
        if (answer.TextAt("refresh_token") is { Length: > 0 } next) { renewed = renewed.Set(RefreshToken, next); }
        try { keep(renewed); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw Unusable($"could not persist new tokens: {e.Message}"); }
        _config = renewed;
        return (ObjectNode.Of(("token", token)), EndOf(token) - _margin);
    }

    // Where the provider gives tokens. Source: OpenID Connect Discovery 1.0.
    private async Task<string> EndpointAsync(CancellationToken cancellation)
    {
        var address = _config.TextAt(Issuer)! is var issuer && issuer.EndsWith('/') ? issuer[..^1] : issuer;
        address += "/.well-known/openid-configuration";
        byte[] body;
        try
        {
            using var response = await http.GetAsync(address, cancellation);
            body = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var told = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, ToldBytesMax))) + (body.Length > ToldBytesMax ? "..." : "");
                throw Unusable($"oidc: failed to query metadata endpoint {StatusOf(response)}: {QuotedText.Go(told)}");
            }
        }
        catch (HttpRequestException e) when (e.GetBaseException() is not SocketException) { throw Unusable($"Get \"{address}\": {e.Message}"); }
        var endpoint = Parsed(body) is { } metadata ? metadata.TextAt("token_endpoint") ?? "" : throw Unusable("oidc: failed to decode provider discovery object: it is no JSON object");
        return endpoint.Length > 0 ? endpoint : throw Unusable("oidc: discovery object doesn't contain a token_endpoint");
    }

    // Providers differ in how they want to know the client: by its header first, then in the form. Source: RFC 6749, 2.3.1 and 6.
    private async Task<ObjectNode> RefreshedAsync(string endpoint, string refresh, CancellationToken cancellation)
    {
        var (id, secret) = (_config.TextAt(ClientId)!, _config.TextAt(ClientSecret) ?? "");
        for (var isInHeader = true; ; isInHeader = false)
        {
            var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh };
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
            if (isInHeader) { request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{WebUtility.UrlEncode(id)}:{WebUtility.UrlEncode(secret)}"))); }
            else
            {
                form["client_id"] = id;
                if (secret.Length > 0) { form["client_secret"] = secret; }
            }
            request.Content = new FormUrlEncodedContent(form);
            using var response = await http.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            var answer = Parsed(body);
            if (response.IsSuccessStatusCode && answer?.TextAt("access_token") is { Length: > 0 }) { return answer; }
            if (isInHeader) { continue; }
            if (response.IsSuccessStatusCode) { throw Unusable("failed to refresh token: oauth2: server response missing access_token"); }
            var words = string.Concat(new[] { "error", "error_description", "error_uri" }.Select(f => answer?.TextAt(f)).OfType<string>().Where(static t => t.Length > 0).Select(static t => " " + QuotedText.Go(t)));
            throw Unusable("failed to refresh token: " + (answer?.TextAt("error") is { Length: > 0 } ? $"oauth2:{words}" : $"oauth2: cannot fetch token: {StatusOf(response)}\nResponse: {Encoding.UTF8.GetString(body)}"));
        }
    }

    private static X509Certificate2Collection? AuthoritiesOf(ObjectNode config)
    {
        string pem;
        if (config.TextAt(AuthorityData) is { Length: > 0 } data)
        {
            if (GoBase64.MistakeAt(Encoding.UTF8.GetBytes(data)) is >= 0 and var at) { throw new CliException(string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {at}")); }
            pem = Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        else if (config.TextAt(Authority) is not { Length: > 0 } file) { return null; }
        else if (!File.Exists(file)) { throw new CliException($"open {file}: no such file or directory"); }
        else { pem = File.ReadAllText(file); }
        var authorities = new X509Certificate2Collection();
        try { authorities.ImportFromPem(pem); }
        catch (CryptographicException) { authorities.Clear(); }
        return authorities.Count > 0 ? authorities : throw new CliException("unable to load root certificates: unable to parse bytes as PEM block");
    }

    // When a token runs out, as it says itself. Who checks it is the server.
    private static DateTimeOffset EndOf(string token)
    {
        if (token.Split('.') is not [_, var claims, _]) { throw Unusable("ID Token is not a valid JWT"); }
        byte[] bytes;
        try { bytes = Base64Url.DecodeFromChars(claims); }
        catch (FormatException) { throw Unusable("illegal base64 data at input byte 0"); }
        var end = Parsed(bytes)?["exp"] switch { NumberNode number => number.Double, _ => 0 };
        return DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(end, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
    }

    private static ObjectNode? Parsed(byte[] body)
    {
        try { return Node.Parse(body) as ObjectNode; }
        catch (JsonException) { return null; }
    }

    private static string StatusOf(HttpResponseMessage response) => string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}");

    private static CliException Unusable(string why) => new($"Unable to connect to the server: {Escapes.Neutralize(why)}", isPlain: true);
}
