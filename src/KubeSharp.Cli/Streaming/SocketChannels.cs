using System.Buffers;
using System.Net.WebSockets;
using KubeSharp.Client.Streams;

namespace KubeSharp.Cli.Streaming;

/// <summary>Channels over a WebSocket: the first byte of a message is its channel. Source: KEP-4006, protocol v5.channel.k8s.io.</summary>
internal sealed class SocketChannels(UpgradedConnection connection) : IRemoteChannels
{
    private const int PieceBytes = 32 * 1024;
    private readonly WebSocket _socket = connection.Socket!;
    private readonly ArrayBufferWriter<byte> _message = new(PieceBytes);
    private readonly SemaphoreSlim _sending = new(1); // held while one message is sent

    /// <inheritdoc/>
    public Task SendAsync(StreamChannel channel, ReadOnlyMemory<byte> content, CancellationToken cancellation) => WriteAsync(ChannelMessages.Of(channel, content.Span), cancellation);

    /// <inheritdoc/>
    public Task CloseAsync(StreamChannel channel, CancellationToken cancellation) => WriteAsync(ChannelMessages.Closing(channel), cancellation);

    /// <inheritdoc/>
    public async Task<(StreamChannel Channel, ReadOnlyMemory<byte> Content)?> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                _message.ResetWrittenCount();
                ValueWebSocketReceiveResult piece;
                do
                {
                    piece = await _socket.ReceiveAsync(_message.GetMemory(PieceBytes), cancellation);
                    _message.Advance(piece.Count);
                }
                while (!piece.EndOfMessage);
                if (piece.MessageType == WebSocketMessageType.Close) { return null; }
                if (ChannelMessages.TryRead(_message.WrittenMemory, out var channel, out var content)) { return (channel, content); }
            }
        }
        catch (WebSocketException e) { throw new IOException(e.Message, e); }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sending.Dispose();
        return connection.DisposeAsync();
    }

    private async Task WriteAsync(byte[] message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try { await _socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellation); }
        catch (WebSocketException e) { throw new IOException(e.Message, e); }
        finally { _sending.Release(); }
    }
}
