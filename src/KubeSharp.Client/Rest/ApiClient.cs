using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tracing;
using KubeSharp.Pki.Certificates;
using Status = KubeSharp.Machinery.Statuses.Status;

namespace KubeSharp.Client.Rest;

/// <summary>The client over HTTP/2 and TLS, JSON both ways. One instance serves any number of callers.</summary>
public sealed class ApiClient : IApiClient, IDisposable
{
    private const int TokenReadAgainSeconds = 60;
    private static readonly string[] _patchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

    private readonly RestConfig _config;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ClientMetrics _metrics;
    private (string Token, DateTimeOffset ReadAt) _fileToken;

    /// <summary>A client of the server that the configuration names. A handler given replaces the network (tests).</summary>
    public ApiClient(RestConfig config, TimeProvider time, HttpMessageHandler? handler = null)
    {
        (_config, _time, _metrics) = (config, time, new ClientMetrics(config.Server));
        _http = new HttpClient(handler ?? Handler(config), disposeHandler: true)
        {
            BaseAddress = config.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        // Compat: Kubernetes' names of clients, product/version/part, are more than the header's grammar knows.
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", config.UserAgent);
    }

    /// <inheritdoc/>
    public Uri BaseAddress => _config.Server;

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(string? ns, string name, CancellationToken cancellation) where T : IApiObject<T> =>
        CallAsync<T>(HttpMethod.Get, ApiPaths.Of(T.Resource, ns, name), null, cancellation);

    /// <inheritdoc/>
    public async Task<ApiListOf<T>> ListAsync<T>(string? ns, ListOptions options, CancellationToken cancellation) where T : IApiObject<T>
    {
        var body = await CallBytesAsync(HttpMethod.Get, ApiPaths.Of(T.Resource, ns) + ApiPaths.Query(options, watch: false), null, cancellation);
        return ReadList<T>(body);
    }

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T> =>
        CallAsync<T>(HttpMethod.Post, ApiPaths.Of(T.Resource, value.Metadata.Namespace), JsonBody(value), cancellation);

    /// <inheritdoc/>
    public Task<T> UpdateAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T> =>
        CallAsync<T>(HttpMethod.Put, ApiPaths.Of(T.Resource, value.Metadata.Namespace, value.Metadata.Name ?? ""), JsonBody(value), cancellation);

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T> =>
        CallAsync<T>(HttpMethod.Put, ApiPaths.Of(T.Resource, value.Metadata.Namespace, value.Metadata.Name ?? "", "status"), JsonBody(value), cancellation);

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(string? ns, string name, PatchKind kind, ReadOnlyMemory<byte> body, string subresource, PatchOptions options, CancellationToken cancellation)
        where T : IApiObject<T>
    {
        var query = (options.FieldManager.Length > 0 ? $"?fieldManager={Uri.EscapeDataString(options.FieldManager)}" : "") is var manager && options.Force
            ? manager + (manager.Length > 0 ? "&" : "?") + "force=true" : manager;
        return CallAsync<T>(HttpMethod.Patch, ApiPaths.Of(T.Resource, ns, name, subresource) + query, Body(body, _patchTypes[(int)kind]), cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync<T>(string? ns, string name, DeleteOptions options, CancellationToken cancellation) where T : IApiObject<T> =>
        await CallBytesAsync(HttpMethod.Delete, ApiPaths.Of(T.Resource, ns, name), Body(options.ToNode().ToUtf8(), "application/json"), cancellation);

    /// <inheritdoc/>
    public async Task<Node> CreateSubresourceAsync<T>(string? ns, string name, string subresource, IApiObject body, CancellationToken cancellation) where T : IApiObject<T> =>
        Node.Parse((await CallBytesAsync(HttpMethod.Post, ApiPaths.Of(T.Resource, ns, name, subresource), JsonBody(body), cancellation)).AsSpan());

    /// <inheritdoc/>
    public async Task<Node> RequestAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellation) =>
        Node.Parse((await CallBytesAsync(method, path, contentType.Length == 0 ? null : Body(body, contentType), cancellation)).AsSpan());

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, ListOptions options, [EnumeratorCancellation] CancellationToken cancellation)
        where T : IApiObject<T>
    {
        await foreach (var line in WatchLinesAsync(ApiPaths.Of(T.Resource, ns) + ApiPaths.Query(options, watch: true), cancellation))
        {
            yield return ReadEvent<T>(line.Span);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Type, Node Object)> WatchRawAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in WatchLinesAsync(path, cancellation))
        {
            var tree = Node.Parse(line.Span);
            var type = tree.TextAt("type") ?? "";
            var body = tree.At("object") ?? NullNode.Instance;
            if (type == "ERROR") { throw Refusal(body, HttpStatusCode.InternalServerError); }
            yield return (type, body);
        }
    }

    /// <inheritdoc/>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        (request.Version, request.VersionPolicy) = _config.RepeatsHeaders ? (HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact) : (_http.DefaultRequestVersion, _http.DefaultVersionPolicy);
        Authorize(request, _config.Tokens is { } tokens ? await tokens.TokenAsync(cancellation) : _config.TokenFile.Length > 0 ? FileToken() : _config.Token);
        using var span = Span.Begin($"HTTP {request.Method}", SpanKind.Client)?.Set("http.request.method", request.Method.Method).Set("url.path", request.RequestUri?.OriginalString.Split('?')[0] ?? "");
        if (span is not null) { request.Headers.TryAddWithoutValidation(TraceContext.Header, span.Context.ToString()); }
        var response = await CountedAsync(request, cancellation);
        span?.Answered((int)response.StatusCode, failsFrom: 400);
        if (response.StatusCode == HttpStatusCode.Unauthorized) { _config.Tokens?.Refused(); }
        return response;
    }

    /// <inheritdoc/>
    public void WriteMetrics(StringBuilder text) => _metrics.Write(text);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> CountedAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var (began, code) = (_time.GetTimestamp(), 0);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            code = (int)response.StatusCode;
            return response;
        }
        finally { _metrics.Count(request.Method.Method, code, _time.GetElapsedTime(began)); }
    }

    private async Task<T> CallAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation) where T : IApiObject<T>
    {
        var reader = new Utf8JsonReader(await CallBytesAsync(method, path, content, cancellation));
        reader.Read();
        return T.Read(ref reader);
    }

    private async Task<byte[]> CallBytesAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return response.IsSuccessStatusCode ? body : throw Refusal(body, response.StatusCode);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> WatchLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode) { throw Refusal(await response.Content.ReadAsByteArrayAsync(cancellation), response.StatusCode); }
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var line in JsonLines.ReadAsync(stream, cancellation)) { yield return line; }
    }

    private void Authorize(HttpRequestMessage request, string token)
    {
        if (token.Length > 0) { request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token); }
        else if (_config.Username.Length > 0) { request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_config.Username}:{_config.Password}"))); }
        if (_config.ImpersonateUid.Length > 0) { request.Headers.TryAddWithoutValidation("Impersonate-Uid", _config.ImpersonateUid); }
        foreach (var extra in _config.ImpersonateExtra.GroupBy(static e => e.Key)) { request.Headers.TryAddWithoutValidation($"Impersonate-Extra-{Uri.EscapeDataString(extra.Key)}", string.Join(HeaderLines.Separator, extra.Select(static e => e.Value))); }
        if (_config.ImpersonateUser.Length > 0) { request.Headers.TryAddWithoutValidation("Impersonate-User", _config.ImpersonateUser); }
        if (!_config.ImpersonateGroups.IsEmpty) { request.Headers.TryAddWithoutValidation("Impersonate-Group", string.Join(HeaderLines.Separator, _config.ImpersonateGroups)); }
    }

    private string FileToken()
    {
        var now = _time.GetUtcNow();
        if (now - _fileToken.ReadAt > TimeSpan.FromSeconds(TokenReadAgainSeconds)) { _fileToken = (File.ReadAllText(_config.TokenFile).Trim(), now); }
        return _fileToken.Token;
    }

    private static WatchEvent<T> ReadEvent<T>(ReadOnlySpan<byte> line) where T : IApiObject<T>
    {
        var reader = new Utf8JsonReader(line);
        var type = "";
        T? value = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType) { type = reader.GetString() ?? ""; }
            else if (type == "ERROR") { throw Refusal(Node.Read(ref reader), HttpStatusCode.InternalServerError); }
            else { value = T.Read(ref reader); }
        }
        var kind = type switch
        {
            "ADDED" => WatchEventKind.Added,
            "MODIFIED" => WatchEventKind.Modified,
            "DELETED" => WatchEventKind.Deleted,
            "BOOKMARK" => WatchEventKind.Bookmark,
            _ => throw new JsonException($"unknown watch event \"{type}\""),
        };
        return new WatchEvent<T>(kind, value ?? throw new JsonException("a watch event without an object"));
    }

    private static ApiListOf<T> ReadList<T>(ReadOnlySpan<byte> body) where T : IApiObject<T>
    {
        var reader = new Utf8JsonReader(body);
        var (metadata, items) = (ListMeta.Empty, new List<T>());
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8)) { reader.Read(); metadata = ListMeta.Read(ref reader); }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Null) { continue; }
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) { items.Add(T.Read(ref reader)); }
            }
            else { reader.Read(); reader.Skip(); }
        }
        return new ApiListOf<T>(metadata, items);
    }

    private static StatusException Refusal(byte[] body, HttpStatusCode code)
    {
        try { return Refusal(Node.Parse(body.AsSpan()), code); }
        catch (JsonException) { return new StatusException(new Status((int)code, code == HttpStatusCode.NotFound ? StatusReason.NotFound : "", Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 500))))); }
    }

    private static StatusException Refusal(Node body, HttpStatusCode code) =>
        new(Status.From(body) ?? new Status((int)code, "", $"the server answered {(int)code}: {body}"));

    private static ByteArrayContent JsonBody(IApiObject value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Node.WriterOptions)) { value.Write(writer); }
        return Body(buffer.WrittenMemory, "application/json");
    }

    private static ByteArrayContent Body(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var content = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is not null
            ? new ByteArrayContent(segment.Array, segment.Offset, segment.Count) : new ByteArrayContent(bytes.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    /// <summary>The network as the configuration wants it; for connections that are upgraded.</summary>
    public static SocketsHttpHandler Handler(RestConfig config)
    {
        var ssl = new SslClientAuthenticationOptions();
        if (config.InsecureSkipTlsVerify) { ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true; }
        else if (config.Server.Scheme == Uri.UriSchemeHttps)
        {
            ssl.CertificateChainPolicy = CertificateTrust.By(config.CertificateAuthorities);
            ssl.RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is X509Certificate2 server && (Named(config, server, errors) is var wrong and not SslPolicyErrors.None ? throw Untrusted(config, server, wrong) : true);
        }
        var forProxy = config.Proxy is { } named && !IsSocks(named) && CredentialsOf(named) is { } known ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.UserName}:{known.Password}"))}\r\n" : "";
        if (config.ClientCertificate is { } ours) { ssl.LocalCertificateSelectionCallback = (_, _, _, _, _) => ours()!; }
        return new SocketsHttpHandler
        {
            SslOptions = ssl,
            UseProxy = config.Proxy is not null,
            Proxy = config.Proxy is { } proxy ? new WebProxy(proxy) { Credentials = IsSocks(proxy) ? CredentialsOf(proxy) : null } : null,
            UseCookies = false,
            AllowAutoRedirect = false,
            EnableMultipleHttp2Connections = true,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PlaintextStreamFilter = config.RepeatsHeaders || forProxy.Length > 0 ? (context, _) => ValueTask.FromResult<Stream>(new HeaderLines(context.PlaintextStream, forProxy)) : null,
        };
    }

    private static bool IsSocks(Uri proxy) => proxy.Scheme.StartsWith("socks", StringComparison.Ordinal);

    private static NetworkCredential? CredentialsOf(Uri proxy) => proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest] ? new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(rest is [var password] ? password : "")) : null;

    private static AuthenticationException Untrusted(RestConfig config, X509Certificate2 server, SslPolicyErrors errors) =>
        new(CertificateMistake.Of(server, config.TlsServerName.Length > 0 ? config.TlsServerName : config.Server.IdnHost, errors, config.CertificateAuthorities, TimeProvider.System.GetUtcNow()));

    // The framework's handler knows no other name than the address's: one that is configured is looked for in the certificate here.
    private static SslPolicyErrors Named(RestConfig config, X509Certificate2 server, SslPolicyErrors errors) => config.TlsServerName.Length == 0 ? errors
        : (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) | (server.MatchesHostname(config.TlsServerName, allowCommonName: false) ? 0 : SslPolicyErrors.RemoteCertificateNameMismatch);
}
