using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.Kubelet.Serving;

/// <summary>The server's side of a WebSocket handshake. Source: RFC 6455, section 4.2.</summary>
internal static class WebSocketUpgrade
{
    private const string HandshakeId = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The protocols that the client offers; empty where it asks for no WebSocket.</summary>
    public static IReadOnlyList<string> Offered(HttpContext context) =>
        string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
            ? [.. context.Request.Headers.SecWebSocketProtocol.SelectMany(static v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
            : [];

    /// <summary>What proves to the client that its key was read. Pure.</summary>
    public static string AnswerTo(string key)
    {
#pragma warning disable CA5350 // the handshake prescribes SHA-1; nothing is secret here
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + HandshakeId)));
#pragma warning restore CA5350
    }

    /// <summary>Accepts with the protocol.</summary>
    public static async Task<WebSocket> AcceptAsync(HttpContext context, string protocol)
    {
        var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = AnswerTo(context.Request.Headers.SecWebSocketKey.ToString());
        context.Response.Headers.SecWebSocketProtocol = protocol;
        return WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true });
    }
}
