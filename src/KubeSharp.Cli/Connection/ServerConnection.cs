using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using KubeSharp.Cli.Flags;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Connection;

/// <summary>Requests to the server of the settings; warnings it sends are shown once each.</summary>
internal sealed class ServerConnection(ConnectionSettings settings, Terminal terminal, TimeSpan timeout, int verbosity) : IDisposable
{
    private static readonly TimeSpan _timeoutMin = TimeSpan.FromMilliseconds(1);
    private readonly ApiClient _client = new(settings.Rest, terminal.Time);
    private readonly RequestLog _log = new(verbosity, terminal);
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    /// <summary>Where the server is.</summary>
    public Uri Address => settings.Rest.Server;

    /// <summary>How long a request may last; zero: without limit.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Number of warnings shown.</summary>
    public int WarningCount => _warned.Count;

    /// <summary>Whether the server is reached by TLS and how; for connections that are upgraded.</summary>
    public RestConfig Rest => settings.Rest;

    /// <summary>Reads a JSON answer.</summary>
    public Task<Node> GetAsync(string path, CancellationToken cancellation, string accept = "application/json", bool isOfAnyKind = false) => CallAsync(HttpMethod.Get, path, null, "", cancellation, accept, isOfAnyKind);

    /// <summary>The items of a list, asked for in pieces.</summary>
    /// <param name="path">The path of the list, with its query.</param>
    /// <param name="chunkSize">Items of a piece; 0: all at once.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Node>> ListAsync(string path, long chunkSize, CancellationToken cancellation)
    {
        var items = new List<Node>();
        var first = chunkSize > 0 ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={chunkSize}" : path;
        var next = first;
        while (next.Length > 0)
        {
            var page = await GetAsync(next, cancellation);
            items.AddRange(page.At("items") as ArrayNode ?? ArrayNode.Empty);
            next = page.TextAt("metadata", "continue") is { Length: > 0 } more ? $"{first}{(first.Contains('?', StringComparison.Ordinal) ? '&' : '?')}continue={Uri.EscapeDataString(more)}" : "";
        }
        return items;
    }

    /// <summary>Sends a body, reads the object of the answer.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">What is sent; null: nothing.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="accept">Which types the answer may have.</param>
    /// <param name="isOfAnyKind">Whether an object of any kind is awaited, which must say what it is.</param>
    public async Task<Node> CallAsync(HttpMethod method, string path, byte[]? body, string contentType, CancellationToken cancellation, string accept = "application/json", bool isOfAnyKind = false)
    {
        using var response = await OpenAsync(method, path, body, contentType, cancellation, accept);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellation);
        _log.Received(answer);
        return Answer.Read(answer, response.Content.Headers.ContentType, isOfAnyKind);
    }

    /// <summary>Sends a body, reads the answer as it is.</summary>
    public async Task<byte[]> CallBytesAsync(HttpMethod method, string path, byte[]? body, string contentType, CancellationToken cancellation, string accept = "application/json", bool isRaw = false)
    {
        using var response = await OpenAsync(method, path, body, contentType, cancellation, accept, isRaw);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellation);
        _log.Received(answer);
        return answer;
    }

    /// <summary>Sends a request; the body of the answer is not read yet.</summary>
    /// <exception cref="StatusException">The server refuses.</exception>
    /// <exception cref="CliException">The server cannot be reached.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, byte[]? body, string contentType, CancellationToken cancellation, string accept = "application/json", bool isRaw = false)
    {
        var response = await SendAsync(method, path, body, contentType, cancellation, accept);
        if (response.IsSuccessStatusCode) { return response; }
        using (response)
        {
            var refusal = await response.Content.ReadAsByteArrayAsync(cancellation);
            _log.Received(refusal);
            throw Answer.Refusal(refusal, response.Content.Headers.ContentType, (int)response.StatusCode, method, isRaw ? "" : path);
        }
    }

    /// <summary>Sends a request; the answer is passed on whatever it is.</summary>
    /// <exception cref="CliException">The server cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body, string contentType, CancellationToken cancellation, string accept = "application/json", string userAgent = "", IEnumerable<(string Name, string Value)>? headers = null, bool isWholePath = false)
    {
        var asked = isWholePath ? path : settings.Rest.Server.AbsolutePath.TrimEnd('/') + path + TimeoutQuery(path);
        using var request = new HttpRequestMessage(method, asked);
        foreach (var (name, value) in headers ?? []) { request.Headers.TryAddWithoutValidation(name, value); }
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (userAgent.Length > 0) { request.Headers.TryAddWithoutValidation("User-Agent", userAgent); }
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
        var address = new Uri(Address, asked);
        _log.Sending(request, address, body);
        var started = terminal.Time.GetTimestamp();
        var response = await ReachAsync(request, cancellation);
        _log.Answered(request, address, response, terminal.Time.GetElapsedTime(started));
        Warn(response);
        return response;
    }

    /// <summary>How long the server is told to take at most to say what it has, as Go writes it: what --request-timeout says, or 32 seconds.</summary>
    public string DiscoveryTimeout => timeout == TimeSpan.Zero ? "32s" : GoDuration.Format(timeout);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> ReachAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Compat: a time that is over before anything was sent.
        if (timeout > TimeSpan.Zero && timeout < _timeoutMin) { throw new CliException("context deadline exceeded") { Unreached = "context deadline exceeded" }; }
        if (timeout > TimeSpan.Zero) { limited.CancelAfter(timeout); }
        try { return await _client.SendAsync(request, limited.Token); }
        // A program for credentials that gave none.
        catch (CliException e) when (e.Unreached.Length == 0) { throw new CliException(e.Message, isPlain: e.IsPlain) { Unreached = Failed(request, e.Message.Replace("Unable to connect to the server: ", "", StringComparison.Ordinal)) }; }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unable("context deadline exceeded (Client.Timeout exceeded while awaiting headers)", request);
        }
        catch (HttpRequestException e) when (e.GetBaseException() is SocketException socket) { throw Unreachable(socket, request); }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException) { throw Unable($"tls: failed to verify certificate: {e.InnerException.Message}", request); }
        catch (HttpRequestException e) when (e is { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } code }) { throw Unable(new HttpResponseMessage(code).ReasonPhrase ?? $"{(int)code}", request); }
        catch (NotSupportedException) { throw Unable($"unsupported protocol scheme \"{Address.Scheme}\"", request); }
        catch (HttpRequestException e) { throw Unable(e.HttpRequestError == HttpRequestError.ResponseEnded ? "EOF" : e.GetBaseException().Message, request); }
    }

    // The server is told how long it is waited for; what is no such time is for it to refuse.
    private string TimeoutQuery(string path) =>
        timeout == TimeSpan.Zero || path.Contains("timeout=", StringComparison.Ordinal) ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timeout={GoDuration.Format(timeout)}";

    // Compat: that a proxy is not reached is told as if the server were not, but for what was dialled.
    private CliException Unreachable(SocketException e, HttpRequestMessage request) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused when Rest.Proxy is { } proxy => new($"The connection to the server {Address.Authority} was refused - did you specify the right host or port?", isPlain: true) { Unreached = Failed(request, $"proxyconnect tcp: dial tcp {proxy.Authority}: connect: connection refused") },
        SocketError.HostNotFound or SocketError.TryAgain when Rest.Proxy is { } proxy => Unable($"proxyconnect tcp: dial tcp: lookup {proxy.Host}: no such host", request),
        SocketError.ConnectionRefused => new($"The connection to the server {Address.Authority} was refused - did you specify the right host or port?", isPlain: true) { Unreached = Failed(request, $"dial tcp {(Address.Host == "localhost" ? "127.0.0.1" : Address.Host)}:{Address.Port}: connect: connection refused") },
        SocketError.HostNotFound or SocketError.TryAgain => Unable($"dial tcp: lookup {Address.Host}: no such host", request),
        _ => Unable(Failed(request, e.Message), request),
    };

    private CliException Unable(string why, HttpRequestMessage request) => new($"Unable to connect to the server: {why}", isPlain: true) { Unreached = Failed(request, why) };

    private string Failed(HttpRequestMessage request, string why) => $"{Verb(request)} \"{new Uri(Address, request.RequestUri!)}\": {why}";

    private static string Verb(HttpRequestMessage request) => request.Method.Method[..1] + request.Method.Method[1..].ToLowerInvariant();

    private void Warn(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Warning", out var warnings)) { return; }
        foreach (var warning in warnings)
        {
            var text = WarningText(warning);
            if (text.Length > 0 && _warned.Add(text)) { terminal.Warn(Escapes.Neutralize(text)); }
        }
    }

    // 299 AGENT "text", the text with backslash escapes.
    private static string WarningText(string header)
    {
        var start = header.IndexOf('"', StringComparison.Ordinal);
        if (!header.StartsWith("299", StringComparison.Ordinal) || start < 0) { return ""; }
        var text = new StringBuilder();
        for (var i = start + 1; i < header.Length && header[i] != '"'; i++) { text.Append(header[i] == '\\' && i + 1 < header.Length ? header[++i] : header[i]); }
        return text.ToString();
    }
}
