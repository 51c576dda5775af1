using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>
/// Passes a request on and its answer back. An upgrade is passed on as it is: when the other side agrees (101) bytes go both ways unread until
/// both are done; when it does not, its answer is given and the connection closed. Redirects are handed to the client, never followed.
/// </summary>
internal static class Relay
{
    private const int HeadBytesMax = 64 * 1024;
    // Hop-by-hop headers (RFC 9110) and what would tell the backend secrets of ours.
    private static readonly HashSet<string> _ownHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Authorization", "Content-Length", "Expect",
    };

    private const int PageBytesMax = 16 * 1024 * 1024;

    /// <summary>Passes it on. With a prefix, the proxy's own path, pages' links are led through it.</summary>
    /// <exception cref="StatusException">503: the other side cannot be reached.</exception>
    public static async Task SendAsync(RequestScope scope, Uri target, IRelayConnections connections, IReadOnlyList<KeyValuePair<string, string>>? identity = null, string prefix = "")
    {
        identity ??= [];
        try
        {
            var upgrade = scope.Http.Features.Get<IHttpUpgradeFeature>();
            var extended = scope.Http.Features.Get<IHttpExtendedConnectFeature>();
            // A log is read through a WebSocket here; the kubelet gives it as a plain body.
            if (scope.Info is { Resource: "pods", Subresource: "log" } && upgrade is { IsUpgradableRequest: true } && WebSockets.IsAsked(scope.Http)) { await ThroughWebSocketAsync(scope, target, connections).ConfigureAwait(false); }
            else if (upgrade is { IsUpgradableRequest: true }) { await UpgradeAsync(scope, target, upgrade, connections, identity).ConfigureAwait(false); }
            else if (extended is { IsExtendedConnect: true }) { throw StatusException.BadRequest("WebSockets over HTTP/2 are not served; use HTTP/1.1"); }
            else { await ForwardAsync(scope, target, connections, identity, prefix).ConfigureAwait(false); }
        }
        catch (Exception e) when (e is (HttpRequestException or SocketException or System.Security.Authentication.AuthenticationException) && !scope.Http.Response.HasStarted)
        {
            throw StatusException.ServiceUnavailable($"error trying to reach service: {e.Message}");
        }
    }

    private static async Task ThroughWebSocketAsync(RequestScope scope, Uri target, IRelayConnections connections)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target) { Version = HttpVersion.Version11 };
        using var response = await connections.Client.SendAsync(request, scope.Cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) { throw new StatusException(new Status((int)response.StatusCode, StatusReason.Unknown, await response.Content.ReadAsStringAsync(scope.Cancellation).ConfigureAwait(false))); }
        var body = await response.Content.ReadAsStreamAsync(scope.Cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var socket = await WebSockets.AcceptAsync(scope.Http).ConfigureAwait(false);
            await WebSockets.SendAsync(socket, body, scope.Cancellation).ConfigureAwait(false);
        }
    }

    private static async Task ForwardAsync(RequestScope scope, Uri target, IRelayConnections connections, IReadOnlyList<KeyValuePair<string, string>> identity, string prefix)
    {
        var http = scope.Http;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), target) { Version = HttpVersion.Version11 };
        if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0) { request.Content = new StreamContent(http.Request.Body); }
        foreach (var (name, values) in http.Request.Headers)
        {
            if (name.StartsWith(':') || IsOwn(name) || IsSaid(name, identity)) { continue; }
            // A page that comes plain can have its links led through here.
            if (prefix.Length > 0 && name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)) { continue; }
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) { request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values); }
        }
        foreach (var header in identity.GroupBy(static h => h.Key)) { request.Headers.TryAddWithoutValidation(header.Key, RepeatedHeaders.Join(header.Key, header.Select(static h => h.Value.ReplaceLineEndings(" ")))); }
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", http.Connection.RemoteIpAddress?.ToString());
        using var response = await connections.Client.SendAsync(request, scope.Cancellation).ConfigureAwait(false);
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!_ownHeaders.Contains(name)) { http.Response.Headers[name] = values.ToArray(); }
        }
        if (response.Headers.Location is { } location && scope.Info.Subresource == "proxy") { http.Response.Headers.Location = ThroughProxy(scope, target, location); }
        if (prefix.Length > 0 && response.Content.Headers.ContentType?.MediaType == "text/html" && response.Content.Headers.ContentEncoding.Count == 0 && response.Content.Headers.ContentLength is null or <= PageBytesMax)
        {
            await WritePageAsync(scope, response, target, prefix).ConfigureAwait(false);
            return;
        }
        await http.Response.StartAsync(scope.Cancellation).ConfigureAwait(false);
        await http.Response.BodyWriter.FlushAsync(scope.Cancellation).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(scope.Cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false)) { await PumpAsync(body, http.Response.BodyWriter, scope.Cancellation).ConfigureAwait(false); }
    }

    // Bytes stand for themselves in Latin 1, whatever the page's own encoding is; links are ASCII.
    private static async Task WritePageAsync(RequestScope scope, HttpResponseMessage response, Uri target, string prefix)
    {
        await response.Content.LoadIntoBufferAsync(PageBytesMax, scope.Cancellation).ConfigureAwait(false);
        var page = await response.Content.ReadAsByteArrayAsync(scope.Cancellation).ConfigureAwait(false);
        var led = Encoding.Latin1.GetBytes(HtmlLinks.Rewrite(Encoding.Latin1.GetString(page), prefix, target.Authority));
        if (!HttpMethods.IsHead(scope.Http.Request.Method)) { scope.Http.Response.ContentLength = led.Length; }
        await scope.Http.Response.Body.WriteAsync(led, scope.Cancellation).ConfigureAwait(false);
    }

    // A redirect within the backend leads through the proxy again; one to elsewhere stays as it is.
    private static string ThroughProxy(RequestScope scope, Uri target, Uri location)
    {
        var absolute = new Uri(target, location);
        if (absolute.Authority != target.Authority) { return location.OriginalString; }
        var path = scope.Info.Path;
        return path[..(path.Length - scope.Info.Rest.Length)].TrimEnd('/') + absolute.PathAndQuery;
    }

    // Who asks is said by this server alone: what a client claims of that is never passed on.
    private static bool IsOwn(string name) =>
        _ownHeaders.Contains(name) || name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase);

    private static bool IsSaid(string name, IReadOnlyList<KeyValuePair<string, string>> identity) => identity.Any(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    // Followed logs must be seen at once: what comes is flushed.
    private static async Task PumpAsync(Stream from, PipeWriter to, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await from.ReadAsync(to.GetMemory(16 * 1024), cancellation).ConfigureAwait(false);
            if (read == 0) { return; }
            to.Advance(read);
            await to.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static async Task UpgradeAsync(RequestScope scope, Uri target, IHttpUpgradeFeature upgrade, IRelayConnections connections, IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        var backend = await connections.ConnectAsync(target, scope.Cancellation).ConfigureAwait(false);
        await using (backend.ConfigureAwait(false))
        {
            await backend.WriteAsync(Head(scope, target, identity), scope.Cancellation).ConfigureAwait(false);
            await backend.FlushAsync(scope.Cancellation).ConfigureAwait(false);
            var (code, headers, early) = await ReadHeadAsync(backend, scope.Cancellation).ConfigureAwait(false);
            scope.Http.Response.StatusCode = code;
            foreach (var (name, value) in headers)
            {
                if (code == 101 || !_ownHeaders.Contains(name)) { scope.Http.Response.Headers.Append(name, value); }
            }
            if (code != 101)
            {
                // What the client sends next was meant for the other side: the connection ends with this answer.
                scope.Http.Response.Headers.Connection = "close";
                await RefusedAsync(scope, backend, headers, early).ConfigureAwait(false);
                return;
            }
            var client = await upgrade.UpgradeAsync().ConfigureAwait(false);
            await using (client.ConfigureAwait(false)) { await SpliceAsync(client, backend, early, scope.Cancellation).ConfigureAwait(false); }
        }
    }

    private static async Task RefusedAsync(RequestScope scope, Stream backend, List<(string Name, string Value)> headers, byte[] early)
    {
        var length = headers.FirstOrDefault(static h => h.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        var wanted = int.TryParse(length, out var known) ? Math.Min(known, HeadBytesMax) : early.Length;
        var body = new byte[wanted];
        early.AsSpan(0, Math.Min(early.Length, wanted)).CopyTo(body);
        if (early.Length < wanted) { await backend.ReadExactlyAsync(body.AsMemory(early.Length), scope.Cancellation).ConfigureAwait(false); }
        await scope.Http.Response.Body.WriteAsync(body, scope.Cancellation).ConfigureAwait(false);
    }

    private static async Task SpliceAsync(Stream client, Stream backend, byte[] early, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (early.Length > 0) { await client.WriteAsync(early, ending.Token).ConfigureAwait(false); }
        var up = CopyAsync(client, backend, ending.Token);
        var down = CopyAsync(backend, client, ending.Token);
        // The backend's end is the end; when only the client is done sending, the backend may still have something to say.
        await Task.WhenAny(down, up).ConfigureAwait(false);
        if (!down.IsCompleted) { await Task.WhenAny(down, Task.Delay(TimeSpan.FromSeconds(10), ending.Token)).ConfigureAwait(false); }
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                await to.FlushAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException) { }
    }

    private static byte[] Head(RequestScope scope, Uri target, IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        var text = new StringBuilder($"{scope.Http.Request.Method} {target.PathAndQuery} HTTP/1.1\r\nHost: {target.Authority}\r\nConnection: Upgrade\r\nUpgrade: {scope.Http.Request.Headers.Upgrade}\r\n");
        foreach (var (name, values) in scope.Http.Request.Headers)
        {
            if (IsOwn(name) || IsSaid(name, identity)) { continue; }
            foreach (var value in values)
            {
                // A token that a browser had to bring as a subprotocol ends here.
                var passed = name.Equals("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase)
                    ? string.Join(", ", (value ?? "").Split(',', StringSplitOptions.TrimEntries).Where(static p => !p.StartsWith("base64url.bearer.", StringComparison.Ordinal))) : value;
                text.Append(name).Append(": ").Append(passed).Append("\r\n");
            }
        }
        foreach (var (name, value) in identity) { text.Append(name).Append(": ").Append(value.ReplaceLineEndings(" ")).Append("\r\n"); }
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static async Task<(int Code, List<(string Name, string Value)> Headers, byte[] Early)> ReadHeadAsync(Stream backend, CancellationToken cancellation)
    {
        var buffer = new byte[HeadBytesMax];
        var length = 0;
        while (true)
        {
            var read = await backend.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0) { throw new HttpRequestException("the backend closed the connection before it answered"); }
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                if (length == buffer.Length) { throw new HttpRequestException("the backend's answer has too long a head"); }
                continue;
            }
            var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
            if (lines[0].Split(' ') is not [_, var code, ..] || !int.TryParse(code, out var number)) { throw new HttpRequestException("the backend's answer is no HTTP"); }
            var headers = lines.Skip(1).Select(static l => l.Split(':', 2)).Where(static p => p.Length == 2).Select(static p => (p[0].Trim(), p[1].Trim())).ToList();
            return (number, headers, buffer[(end + 4)..length]);
        }
    }
}
