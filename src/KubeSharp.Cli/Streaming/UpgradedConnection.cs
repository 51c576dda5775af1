using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.Client.Rest;
using KubeSharp.Client.Streams;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Streaming;

/// <summary>A connection to a pod (exec, attach, port-forward) that began as a request and was upgraded: by WebSocket, and by SPDY where the server knows no other way.</summary>
internal sealed class UpgradedConnection : IAsyncDisposable
{
    private const int KeepAliveSeconds = 20;
    private readonly HttpMessageInvoker _invoker;
    private readonly HttpResponseMessage _response;

    private UpgradedConnection(HttpMessageInvoker invoker, HttpResponseMessage response, Stream stream, WebSocket? socket) => (_invoker, _response, Stream, Socket) = (invoker, response, stream, socket);

    /// <summary>The bytes of both directions.</summary>
    public Stream Stream { get; }

    /// <summary>The WebSocket over them; null: it is SPDY.</summary>
    public WebSocket? Socket { get; }

    /// <summary>Opens it.</summary>
    /// <param name="socketProtocol">What is spoken over a WebSocket; empty: none is tried.</param>
    /// <param name="spdyProtocol">What is spoken over SPDY.</param>
    /// <exception cref="CliException">The server refuses, or upgrades in no way.</exception>
    public static async Task<UpgradedConnection> OpenAsync(RestConfig rest, string path, string socketProtocol, string spdyProtocol, CancellationToken cancellation) =>
        (socketProtocol.Length > 0 ? await SocketAsync(rest, path, socketProtocol, cancellation) : null) ?? await SpdyAsync(rest, path, spdyProtocol, cancellation);

    /// <summary>Passes on the request of another client for an upgrade, with its own headers; whatever the server answers.</summary>
    public static async Task<PassedUpgrade> PassOnAsync(RestConfig rest, HttpMethod method, string path, string upgrade, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using var request = await RequestAsync(rest, method, path, upgrade, cancellation);
        foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        var invoker = new HttpMessageInvoker(ApiClient.Handler(rest));
        return new PassedUpgrade(invoker, await invoker.SendAsync(request, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Socket?.Dispose();
        await Stream.DisposeAsync();
        _response.Dispose();
        _invoker.Dispose();
    }

    private static async Task<UpgradedConnection?> SocketAsync(RestConfig rest, string path, string protocol, CancellationToken cancellation)
    {
        using var request = await RequestAsync(rest, HttpMethod.Get, path, "websocket", cancellation);
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Protocol", protocol);
        var invoker = new HttpMessageInvoker(ApiClient.Handler(rest));
        var response = await invoker.SendAsync(request, cancellation);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols || !response.Headers.TryGetValues("Sec-WebSocket-Protocol", out var agreed) || !agreed.Contains(protocol))
        {
            response.Dispose();
            invoker.Dispose();
            return null;
        }
        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.FromSeconds(KeepAliveSeconds) });
        return new UpgradedConnection(invoker, response, stream, socket);
    }

    private static async Task<UpgradedConnection> SpdyAsync(RestConfig rest, string path, string protocol, CancellationToken cancellation)
    {
        using var request = await RequestAsync(rest, HttpMethod.Post, path, StreamProtocols.Spdy, cancellation);
        request.Headers.Add(StreamProtocols.VersionHeader, protocol);
        var invoker = new HttpMessageInvoker(ApiClient.Handler(rest));
        var response = await invoker.SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols) { return new UpgradedConnection(invoker, response, await response.Content.ReadAsStreamAsync(cancellation), null); }
        using (invoker)
        using (response) { throw Refusal(await response.Content.ReadAsStringAsync(cancellation), (int)response.StatusCode); }
    }

    private static async Task<HttpRequestMessage> RequestAsync(RestConfig rest, HttpMethod method, string path, string upgrade, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(method, new Uri(rest.Server, rest.Server.AbsolutePath.TrimEnd('/') + path)) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", upgrade);
        request.Headers.TryAddWithoutValidation("User-Agent", rest.UserAgent);
        var token = rest.Tokens is { } tokens ? await tokens.TokenAsync(cancellation) : rest.TokenFile.Length > 0 ? (await File.ReadAllTextAsync(rest.TokenFile, cancellation)).Trim() : rest.Token;
        foreach (var (name, value) in Headers(rest, token)) { request.Headers.TryAddWithoutValidation(name, value); }
        return request;
    }

    // Compat: what the server says is told without its reason, whatever it is.
    private static CliException Refusal(string body, int code)
    {
        var said = body.Trim();
        try
        {
            var answer = Node.Parse(body);
            said = new[] { "message", "error" }.Select(f => answer.TextAt(f)?.Trim() ?? "").FirstOrDefault(static t => t.Length > 0) ?? said;
        }
        catch (JsonException) { }
        return new CliException($"unable to upgrade connection: {(said.Length > 0 ? said : $"the server answered {code}")}");
    }

    private static IEnumerable<(string Name, string Value)> Headers(RestConfig rest, string token)
    {
        if (token.Length > 0) { yield return ("Authorization", $"Bearer {token}"); }
        else if (rest.Username.Length > 0) { yield return ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{rest.Username}:{rest.Password}"))}"); }
        if (rest.ImpersonateUser.Length > 0) { yield return ("Impersonate-User", rest.ImpersonateUser); }
        if (rest.ImpersonateUid.Length > 0) { yield return ("Impersonate-Uid", rest.ImpersonateUid); }
        foreach (var group in rest.ImpersonateGroups) { yield return ("Impersonate-Group", group); }
        foreach (var (key, value) in rest.ImpersonateExtra) { yield return ($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value); }
    }
}
