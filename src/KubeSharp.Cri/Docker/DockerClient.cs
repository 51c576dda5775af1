using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeSharp.Cri.Docker;

/// <summary>
/// The Docker Engine's HTTP interface over its Unix socket. Paths bear no version: the engine then speaks its newest, and what is used here is
/// the same since 20.10 (1.41). Source: Docker Engine API.
/// </summary>
internal sealed class DockerClient : IDisposable
{
    private static readonly TimeSpan _limit = new CriDeadlines().Call;
    private readonly string _socketPath;
    private readonly HttpClient _http;

    /// <summary>Connects at the first call, not here.</summary>
    public DockerClient(string socketPath)
    {
        _socketPath = socketPath;
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, cancellationToken) => await ConnectAsync(cancellationToken).ConfigureAwait(false), UseProxy = false })
        {
            BaseAddress = new Uri("http://docker"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>unix:// and the socket's path.</summary>
    public string Endpoint => UnixEndpoint.UriOf(_socketPath);

    /// <summary>Asks for something.</summary>
    /// <exception cref="CriException">The engine refused or does not answer.</exception>
    public Task<JsonElement> GetAsync(DockerCall call, string path, CancellationToken cancellationToken) => JsonAsync(HttpMethod.Get, call, path, null, _limit, cancellationToken);

    /// <summary>Asks for something to be done; the default element where the answer is empty.</summary>
    /// <exception cref="CriException">The engine refused or does not answer.</exception>
    public Task<JsonElement> PostAsync(DockerCall call, string path, JsonObject? body, CancellationToken cancellationToken, TimeSpan more = default) =>
        JsonAsync(HttpMethod.Post, call, path, body, _limit + more, cancellationToken);

    /// <summary>Removes something.</summary>
    /// <exception cref="CriException">The engine refused or does not answer.</exception>
    public Task DeleteAsync(DockerCall call, string path, CancellationToken cancellationToken) => JsonAsync(HttpMethod.Delete, call, path, null, _limit, cancellationToken);

    /// <summary>An answer that takes as long as it takes, from its head on.</summary>
    /// <exception cref="CriException">The engine refused or does not answer.</exception>
    public Task<HttpResponseMessage> OpenAsync(HttpMethod method, DockerCall call, string path, HttpContent? body, string registryLogin, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (registryLogin.Length > 0) { request.Headers.TryAddWithoutValidation("X-Registry-Auth", registryLogin); }
        return SendAsync(call, request, cancellationToken);
    }

    /// <summary>Takes the connection over after a request: what follows on it are a process' streams.</summary>
    /// <exception cref="CriException">The engine refused or does not answer.</exception>
    public async Task<Socket> HijackAsync(DockerCall call, string path, JsonObject body, CancellationToken cancellationToken)
    {
        NetworkStream stream;
        try { stream = await ConnectAsync(cancellationToken).ConfigureAwait(false); }
        catch (SocketException e) { throw Unavailable(call, e); }
        var socket = stream.Socket;
        try
        {
            var content = Encoding.UTF8.GetBytes(body.ToJsonString());
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\n\r\n"), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            var (code, length) = await HttpHead.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            if (code == (int)HttpStatusCode.SwitchingProtocols) { return socket; }
            var said = new byte[length];
            await stream.ReadExactlyAsync(said, cancellationToken).ConfigureAwait(false);
            throw Refused(call, code, Encoding.UTF8.GetString(said));
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is IOException) { throw Unavailable(call, e); }
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socketPath), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<JsonElement> JsonAsync(HttpMethod method, DockerCall call, string path, JsonObject? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
            using var response = await SendAsync(call, request, limited.Token).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(limited.Token).ConfigureAwait(false);
            if (bytes.Length == 0 || response.Content.Headers.ContentType?.MediaType != "application/json") { return default; }
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CriException(CriError.DeadlineExceeded, call.Operation, call.Subject, "the container runtime did not answer in time", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException) { throw Unavailable(call, e); }
    }

    private async Task<HttpResponseMessage> SendAsync(DockerCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try { response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false); }
        catch (HttpRequestException e) { throw Unavailable(call, e); }
        // 304: it was started, or stopped, already.
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) { return response; }
        using (response) { throw Refused(call, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)); }
    }

    private CriException Unavailable(DockerCall call, Exception cause) => new(CriError.Unavailable, call.Operation, call.Subject, $"no container runtime answers at {Endpoint}", cause);

    private static CriException Refused(DockerCall call, int code, string body) => new(ErrorOf(code), call.Operation, call.Subject, DetailOf(body));

    private static string DetailOf(string body)
    {
        try { return JsonNode.Parse(body)?["message"]?.GetValue<string>() ?? body; }
        catch (JsonException) { return body.Trim(); }
    }

    private static CriError ErrorOf(int code) => code switch
    {
        400 => CriError.InvalidArgument,
        401 or 403 => CriError.PermissionDenied,
        404 => CriError.NotFound,
        409 => CriError.AlreadyExists,
        _ => CriError.Unknown,
    };
}
