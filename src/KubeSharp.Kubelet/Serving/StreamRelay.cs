using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.Kubelet.Serving;

/// <summary>
/// Joins a client's upgraded connection with the runtime's streaming server, which speaks the same protocols (WebSocket channels, SPDY/3.1):
/// what the client offers is offered there, and what is chosen there is answered. Bytes are not touched.
/// </summary>
internal static class StreamRelay
{
    private const int HeadMaxBytes = 32 * 1024, BlockBytes = 32 * 1024, LastWordsSeconds = 10;

    private static readonly HashSet<string> _notPassed = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Upgrade", "Authorization", "Content-Length", "Transfer-Encoding" };

    public static async Task JoinAsync(HttpContext context, Uri runtime, CancellationToken cancellation)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true })
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("Upgrade request required", cancellation);
            return;
        }
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(runtime.Host, runtime.Port, cancellation);
        await using var backend = new NetworkStream(socket, ownsSocket: false);
        await backend.WriteAsync(Head(context, runtime), cancellation);
        var (code, headers, early) = await ReadHeadAsync(backend, cancellation);
        context.Response.StatusCode = code;
        foreach (var (name, value) in headers)
        {
            if (code == 101 || name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) { context.Response.Headers.Append(name, value); }
        }
        if (code != 101)
        {
            await context.Response.Body.WriteAsync(early, cancellation);
            return;
        }
        await using var client = await upgrade.UpgradeAsync();
        await SpliceAsync(client, backend, socket, early, cancellation);
    }

    private static async Task SpliceAsync(Stream client, NetworkStream backend, Socket socket, byte[] early, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (early.Length > 0) { await client.WriteAsync(early, ending.Token); }
        var down = CopyAsync(backend, client, ending.Token);
        var up = CopyAsync(client, backend, ending.Token);
        await Task.WhenAny(down, up);
        if (!down.IsCompleted)
        {
            // The client is done sending; the runtime may still have something to say.
            try { socket.Shutdown(SocketShutdown.Send); }
            catch (SocketException) { }
            await Task.WhenAny(down, Task.Delay(TimeSpan.FromSeconds(LastWordsSeconds), ending.Token));
        }
        await ending.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        var buffer = new byte[BlockBytes];
        try
        {
            while (await from.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
                await to.FlushAsync(cancellation);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException) { }
    }

    private static byte[] Head(HttpContext context, Uri runtime)
    {
        var text = new StringBuilder($"{context.Request.Method} {runtime.PathAndQuery} HTTP/1.1\r\nHost: {runtime.Authority}\r\nConnection: Upgrade\r\nUpgrade: {context.Request.Headers.Upgrade}\r\n");
        foreach (var (name, values) in context.Request.Headers)
        {
            if (_notPassed.Contains(name)) { continue; }
            foreach (var value in values) { text.Append(name).Append(": ").Append(value).Append("\r\n"); }
        }
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static async Task<(int Code, List<(string Name, string Value)> Headers, byte[] Early)> ReadHeadAsync(Stream backend, CancellationToken cancellation)
    {
        var buffer = new byte[HeadMaxBytes];
        var length = 0;
        while (true)
        {
            var read = await backend.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) { throw new IOException("the runtime's streaming server closed the connection before it answered"); }
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                if (length == buffer.Length) { throw new IOException("the runtime's streaming server answered too long a head"); }
                continue;
            }
            var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
            var code = lines[0].Split(' ') is [_, var text, ..] && int.TryParse(text, out var number) ? number : 502;
            return (code, [.. lines.Skip(1).Select(static l => l.Split(':', 2)).Where(static p => p.Length == 2).Select(static p => (p[0].Trim(), p[1].Trim()))], buffer[(end + 4)..length]);
        }
    }
}
