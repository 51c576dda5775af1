using System.Net.WebSockets;
using System.Text;
using KubeSharp.Client.Streams;
using KubeSharp.Kubelet.Serving;

namespace KubeSharp.Kubelet.Streams;

/// <summary>A client's request for an upgrade.</summary>
/// <param name="Stream">Its connection.</param>
/// <param name="Token">The last part of its path.</param>
/// <param name="Headers">Its headers, those of the same name joined by commas.</param>
internal sealed record StreamRequest(Stream Stream, string Token, IReadOnlyDictionary<string, string> Headers)
{
    private const int HeadMaxBytes = 16 * 1024;

    /// <summary>It asks for SPDY.</summary>
    public bool IsSpdy => string.Equals(Headers.GetValueOrDefault("Upgrade"), StreamProtocols.Spdy, StringComparison.OrdinalIgnoreCase);

    /// <summary>It asks for WebSocket.</summary>
    public bool IsWebSocket => string.Equals(Headers.GetValueOrDefault("Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>The protocols that it offers inside.</summary>
    public IReadOnlyList<string> Protocols =>
        Headers.GetValueOrDefault(IsSpdy ? StreamProtocols.VersionHeader : "Sec-WebSocket-Protocol", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the head of a request, and nothing of what follows.</summary>
    /// <exception cref="IOException">It is none, or too long.</exception>
    public static async Task<StreamRequest> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new List<byte>(512);
        var one = new byte[1];
        while (!(head.Count > 3 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            await stream.ReadExactlyAsync(one, cancellation);
            head.Add(one[0]);
            if (head.Count > HeadMaxBytes) { throw new IOException("too long a head"); }
        }
        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var path = lines[0].Split(' ') is [_, var target, _] ? target.Split('?')[0] : throw new IOException("no request");
        var headers = lines.Skip(1).Select(static l => l.Split(':', 2)).Where(static p => p.Length == 2)
            .GroupBy(static p => p[0].Trim(), static p => p[1].Trim(), StringComparer.OrdinalIgnoreCase).ToDictionary(static g => g.Key, static g => string.Join(',', g), StringComparer.OrdinalIgnoreCase);
        return new StreamRequest(stream, path[(path.LastIndexOf('/') + 1)..], headers);
    }

    /// <summary>Answers with a refusal.</summary>
    public Task RefuseAsync(string cause, CancellationToken cancellation) =>
        WriteAsync($"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.UTF8.GetByteCount(cause)}\r\nConnection: close\r\n\r\n{cause}", cancellation);

    /// <summary>Answers with the upgrade to SPDY.</summary>
    public Task AcceptSpdyAsync(string protocol, CancellationToken cancellation) =>
        WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {StreamProtocols.Spdy}\r\n{(protocol.Length > 0 ? $"{StreamProtocols.VersionHeader}: {protocol}\r\n" : "")}\r\n", cancellation);

    /// <summary>Answers with the upgrade to WebSocket.</summary>
    public async Task<WebSocket> AcceptWebSocketAsync(string protocol, CancellationToken cancellation)
    {
        var answer = WebSocketUpgrade.AnswerTo(Headers.GetValueOrDefault("Sec-WebSocket-Key", ""));
        await WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {answer}\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n", cancellation);
        return WebSocket.CreateFromStream(Stream, new WebSocketCreationOptions { IsServer = true });
    }

    private Task WriteAsync(string text, CancellationToken cancellation) => Stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask();
}
