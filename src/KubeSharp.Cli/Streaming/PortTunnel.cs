using System.Net.WebSockets;
using KubeSharp.Client.Rest;
using KubeSharp.Client.Streams;

namespace KubeSharp.Cli.Streaming;

/// <summary>One connection to a port of a pod: SPDY streams inside a WebSocket, as KEP-4006 has it.</summary>
internal sealed class PortTunnel(RestConfig rest, string path)
{
    private const int PieceBytes = 32 * 1024;

    /// <summary>Copies both ways until both sides have ended.</summary>
    public async Task CopyAsync(Stream local, int port, CancellationToken cancellation)
    {
        using var socket = await PodSocket.OpenAsync(rest, path, StreamProtocols.PortForwardTunnel, cancellation);
        await using var connection = new SpdyConnection(WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false));
        var error = await connection.OpenAsync([("streamtype", "error"), ("port", $"{port}"), ("requestid", "0")], cancellation);
        var data = await connection.OpenAsync([("streamtype", "data"), ("port", $"{port}"), ("requestid", "0")], cancellation);
        await connection.CloseAsync(error, cancellation);
        var sending = SendAsync(connection, local, data, cancellation);
        while (await connection.ReadAsync(cancellation) is { } frame)
        {
            if (frame.Kind != SpdyFrameKind.Data) { break; }
            if (frame.StreamId == error && frame.Payload.Length > 0) { throw new IOException(System.Text.Encoding.UTF8.GetString(frame.Payload.Span)); }
            if (frame.StreamId == data)
            {
                await local.WriteAsync(frame.Payload, cancellation);
                if (frame.IsFin) { break; }
            }
        }
        local.Close();
        try { await sending; }
        catch (Exception e) when (e is IOException or ObjectDisposedException or WebSocketException) { }
    }

    private static async Task SendAsync(SpdyConnection connection, Stream local, int stream, CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes];
        while (await local.ReadAsync(buffer, cancellation) is > 0 and var count) { await connection.SendAsync(stream, buffer.AsMemory(0, count), cancellation); }
        await connection.CloseAsync(stream, cancellation);
    }
}
