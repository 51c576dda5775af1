using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>The server's side of WebSockets, for clients (browsers) that read streams through them. Source: RFC 6455, section 4.2.</summary>
internal static class WebSockets
{
    private const string HandshakeId = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int ChunkBytes = 16 * 1024;
    // The protocols of a stream that is only read; the first one is for who names none.
    private static readonly string[] _readProtocols = ["", "binary.k8s.io", "base64.binary.k8s.io"];

    /// <summary>Whether the client asks for one.</summary>
    public static bool IsAsked(HttpContext http) => string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>Accepts; of the protocols the client offers the first that is known is spoken.</summary>
    public static async Task<WebSocket> AcceptAsync(HttpContext http)
    {
        var offered = http.Request.Headers.SecWebSocketProtocol.SelectMany(static v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var protocol = offered.FirstOrDefault(static p => _readProtocols.Contains(p));
#pragma warning disable CA5350 // the handshake prescribes SHA-1; nothing is secret here
        var answer = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(http.Request.Headers.SecWebSocketKey + HandshakeId)));
#pragma warning restore CA5350
        http.Response.Headers.Connection = "Upgrade";
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.SecWebSocketAccept = answer;
        if (protocol is not null) { http.Response.Headers.SecWebSocketProtocol = protocol; }
        var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
    }

    /// <summary>Sends all that the stream gives, as it comes, and closes.</summary>
    public static async Task SendAsync(WebSocket socket, Stream from, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var closing = UntilClosedAsync(socket, ending);
        var isText = socket.SubProtocol == "base64.binary.k8s.io";
        var buffer = new byte[ChunkBytes];
        try
        {
            // Compat: an empty message comes first.
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, ending.Token).ConfigureAwait(false);
            while (await from.ReadAsync(buffer, ending.Token).ConfigureAwait(false) is var read and > 0)
            {
                var part = isText ? Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer, 0, read)) : buffer.AsMemory(0, read);
                await socket.SendAsync(part, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, ending.Token).ConfigureAwait(false);
            }
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException) { }
        await ending.CancelAsync().ConfigureAwait(false);
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Reads and throws away what the client sends until it closes, and then cancels.</summary>
    public static async Task UntilClosedAsync(WebSocket socket, CancellationTokenSource ending)
    {
        var scratch = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(scratch.AsMemory(), ending.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException) { }
        await ending.CancelAsync().ConfigureAwait(false);
    }
}
