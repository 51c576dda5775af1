using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Streaming;
using KubeSharp.Machinery.Processes;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl proxy: a local HTTP server that passes requests to the API server with our credentials.</summary>
internal static class ProxyCommand
{
    private const int FatalCode = 255;
    private const int DefaultPort = 8001;
    private static readonly string[] _filters = ["accept-paths", "reject-paths", "accept-hosts", "reject-methods"];
    private static readonly string[] _upgradeHeaders = ["Sec-WebSocket-", "X-Stream-Protocol-Version"];
    private static readonly HashSet<string> _hops = new(["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Trailer"], StringComparer.OrdinalIgnoreCase);
    private static readonly TimeSpan _patternLimit = TimeSpan.FromSeconds(1);

    /// <summary>proxy</summary>
    public static Command Proxy { get; } = new("proxy", "Serve the API on a local port", "[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        foreach (var pattern in _filters.SelectMany(f => ProxyPaths.Patterns(flags.Text(f)))) { Check(pattern, context); }
        var server = await context.ServerAsync();
        if (flags.Int("port") != DefaultPort && flags.Text("unix-socket").Length > 0) { throw new CliException("cannot set --unix-socket and --port at the same time"); }
        if (flags.Text("www") is { Length: > 0 } folder && !Directory.Exists(folder)) { context.Error.WriteLine(KlogLine.Of('W', context.Terminal.Time.GetLocalNow(), "proxy.go:200", File.Exists(folder) ? $"Static file directory {folder} is not a directory" : $"Failed to stat static file directory {folder}: stat {folder}: no such file or directory")); }
        using var listener = Listen(flags.Text("unix-socket"), flags.Text("address"), (int)flags.Int("port"));
        context.Out.WriteLine($"Starting to serve on {(listener.LocalEndPoint is IPEndPoint end ? new IPEndPoint(end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address, end.Port).ToString() : flags.Text("unix-socket"))}");
        await context.Out.FlushAsync(context.Cancellation);
        using var idle = IdleMemory.Once(context.Terminal.Time);
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(context.Cancellation);
                _ = ServeAsync(context, server, new NetworkStream(socket, ownsSocket: true));
            }
        }
        finally
        {
            if (flags.Text("unix-socket") is { Length: > 0 } path) { File.Delete(path); }
        }
    }

    // Compat: upstream ends at once, with a line of its log.
    private static void Check(string pattern, CommandContext context)
    {
        try { _ = GoPattern.Of(pattern); }
        catch (FormatException e) { throw new CliException(KlogLine.Of('F', context.Terminal.Time.GetLocalNow(), "proxy_server.go:83", $"Error compiling re: {e.Message}"), FatalCode, isPlain: true); }
    }

    private static Socket Listen(string unixSocket, string address, int port)
    {
        if (unixSocket.Length > 0)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(unixSocket));
            return Bound(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(unixSocket), $"unix {unixSocket}", Directory.Exists(folder) ? null : "no such file or directory");
        }
        if (port is < 0 or > IPEndPoint.MaxPort) { throw new CliException($"listen tcp: address {port}: invalid port"); }
        if (address.Contains(':', StringComparison.Ordinal) && address is not ['[', .., ']']) { throw new CliException($"listen tcp: address {address}:{port}: too many colons in address"); }
        if (!IPAddress.TryParse(address.Length > 0 ? address : "127.0.0.1", out var ip)) { throw new CliException($"listen tcp: lookup {address}: no such host"); }
        return Bound(new Socket(SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(ip, port), $"tcp {address}:{port}", null);
    }

    private static Socket Bound(Socket socket, EndPoint place, string shown, string? why)
    {
        try
        {
            socket.Bind(place);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CliException($"listen {shown}: bind: {why ?? e.Message.ToLowerInvariant()}");
        }
    }

    private static async Task ServeAsync(CommandContext context, ServerConnection server, NetworkStream stream)
    {
        await using (stream)
        {
            try
            {
                while (await ProxyRequest.ReadAsync(stream, context.Cancellation) is { } request && await AnswerAsync(context, server, request, stream)) { }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or InvalidDataException) { }
        }
    }

    private static async Task<bool> AnswerAsync(CommandContext context, ServerConnection server, ProxyRequest request, NetworkStream stream)
    {
        var flags = context.Flags;
        var plain = request.Path.Split('?')[0];
        // Patterns see what the server will: the path behind its escapes.
        var path = Uri.UnescapeDataString(plain);
        var (files, api) = (ProxyPaths.Prefix(flags.Text("www-prefix")), ProxyPaths.Prefix(flags.Text("api-prefix")));
        if (ProxyPaths.Elsewhere(path, flags.Text("www").Length > 0 ? [files, api] : [api]) is { Length: > 0 } other)
        {
            return await WriteAsync(stream, "301 Moved Permanently", $"text/html; charset=utf-8\r\nLocation: {(path == plain ? other : Escaped(other))}{request.Path[plain.Length..]}", Encoding.UTF8.GetBytes($"<a href=\"{WebUtility.HtmlEncode(other)}\">Moved Permanently</a>.\n\n"), context.Cancellation);
        }
        if (flags.Text("www").Length > 0 && plain.StartsWith(files, StringComparison.Ordinal)) { return await FileAsync(flags.Text("www"), plain[files.Length..], request, stream, context.Cancellation); }
        if (!path.StartsWith(api, StringComparison.Ordinal) || !plain.StartsWith(api, StringComparison.Ordinal)) { return await WriteAsync(stream, "404 Not Found", "text/plain; charset=utf-8", "404 page not found\n"u8.ToArray(), context.Cancellation); }
        // What is refused is refused below any prefix.
        if (!flags.Bool("disable-filter") && !IsAllowed(context, request, ProxyPaths.Asked(path, api))) { return await WriteAsync(stream, "403 Forbidden", "text/plain; charset=utf-8", "Forbidden\n"u8.ToArray(), context.Cancellation); }
        try
        {
            var asked = ProxyPaths.Asked(request.Path, api);
            if (request.Upgrade.Length > 0) { return await TunnelAsync(server, request, asked, stream, context.Cancellation); }
            using var response = await server.SendAsync(new HttpMethod(request.Method), asked, request.Body.Length > 0 ? request.Body : null, request.ContentType, context.Cancellation, request.Accept, request.UserAgent, request.Passed, !flags.Bool("append-server-path"));
            return await CopyAsync(response, stream, context.Cancellation, request.Method == "HEAD");
        }
        catch (CliException e) { return await WriteAsync(stream, "500 Internal Server Error", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"{Reason(e)}\n"), context.Cancellation); }
    }

    // Of a server that is not reached only why: "Get \"…\": dial tcp …" without the request.
    private static string Reason(CliException e) => e.Unreached.IndexOf("\": ", StringComparison.Ordinal) is > 0 and var end ? e.Unreached[(end + 3)..] : e.Message;

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    // After an upgrade (exec, attach, port-forward) bytes go both ways until one side ends.
    private static async Task<bool> TunnelAsync(ServerConnection server, ProxyRequest request, string path, NetworkStream stream, CancellationToken cancellation)
    {
        var passed = request.Headers.Where(static h => _upgradeHeaders.Any(u => h.Name.StartsWith(u, StringComparison.OrdinalIgnoreCase)));
        using var tunnel = await UpgradedConnection.PassOnAsync(server.Rest, new HttpMethod(request.Method), path, request.Upgrade, passed, cancellation);
        if (tunnel.Response.StatusCode != HttpStatusCode.SwitchingProtocols) { return await CopyAsync(tunnel.Response, stream, cancellation); }
        var head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        foreach (var (name, values) in tunnel.Response.Headers.NonValidated)
        {
            foreach (var value in values) { head.Append(name).Append(": ").Append(value).Append("\r\n"); }
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellation);
        await using var remote = await tunnel.Response.Content.ReadAsStreamAsync(cancellation);
        await Task.WhenAny(stream.CopyToAsync(remote, cancellation), remote.CopyToAsync(stream, cancellation));
        return false;
    }

    private static bool IsAllowed(CommandContext context, ProxyRequest request, string path)
    {
        bool Any(string flag, string text) => ProxyPaths.Patterns(context.Flags.Text(flag)).Any(p => Regex.IsMatch(text, p, RegexOptions.CultureInvariant, _patternLimit));
        if (Any("reject-paths", path) || Any("reject-methods", request.Method)) { return false; }
        return Any("accept-hosts", request.Host) && Any("accept-paths", path);
    }

    private static async Task<bool> CopyAsync(HttpResponseMessage response, NetworkStream stream, CancellationToken cancellation, bool isHeadOnly = false)
    {
        var hasBody = !isHeadOnly && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified);
        var head = new StringBuilder($"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n");
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (_hops.Contains(name)) { continue; }
            foreach (var value in values) { head.Append(name).Append(": ").Append(value).Append("\r\n"); }
        }
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append(hasBody ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n").ToString()), cancellation);
        if (!hasBody) { return true; }
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[32 * 1024];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{count:x}\r\n"), cancellation);
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellation);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellation);
        }
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellation);
        return true;
    }

    private static async Task<bool> FileAsync(string folder, string path, ProxyRequest request, NetworkStream stream, CancellationToken cancellation)
    {
        var answer = StaticFiles.Answer(folder, path, name => request.Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "");
        var head = new StringBuilder($"HTTP/1.1 {answer.Status}\r\n");
        foreach (var (name, value) in answer.Headers) { head.Append(name).Append(": ").Append(value).Append("\r\n"); }
        // What has not changed has no length either.
        if (!answer.Status.StartsWith("304", StringComparison.Ordinal)) { head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Body.Length}\r\n"); }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellation);
        if (request.Method != "HEAD") { await stream.WriteAsync(answer.Body, cancellation); }
        return true;
    }

    private static async Task<bool> WriteAsync(NetworkStream stream, string status, string type, byte[] body, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"), cancellation);
        await stream.WriteAsync(body, cancellation);
        return true;
    }
}
