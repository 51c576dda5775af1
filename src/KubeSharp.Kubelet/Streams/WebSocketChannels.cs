using System.Net.WebSockets;
using KubeSharp.Client.Streams;
using KubeSharp.Cri.Streaming;

namespace KubeSharp.Kubelet.Streams;

/// <summary>Channels as messages of a WebSocket whose first byte names the channel.</summary>
internal sealed class WebSocketChannels(WebSocket socket, string protocol) : ISessionChannels
{
    private const int MessageBytes = 32 * 1024;
    private readonly byte[] _buffer = new byte[MessageBytes];
    private StreamChannel? _going; // the channel of a message that comes in pieces

    /// <inheritdoc/>
    public bool TellsStatus => protocol is StreamProtocols.ChannelV4 or StreamProtocols.ChannelV5;

    /// <inheritdoc/>
    // Who waits for output learns by an empty message that the channels are there.
    public async Task OpenAsync(ProcessSession session, CancellationToken cancellation)
    {
        foreach (var channel in new[] { StreamChannel.Stdout, StreamChannel.Stderr, StreamChannel.Error }) { await SendAsync(channel, default, cancellation); }
    }

    /// <inheritdoc/>
    public Task SendAsync(StreamChannel channel, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        socket.SendAsync(ChannelMessages.Of(channel, content.Span).AsMemory(), WebSocketMessageType.Binary, true, cancellation).AsTask();

    /// <inheritdoc/>
    public async Task<(StreamChannel Channel, ReadOnlyMemory<byte> Content, bool IsLast)?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try { received = await socket.ReceiveAsync(_buffer.AsMemory(), cancellation); }
            catch (WebSocketException) { return null; }
            if (received.MessageType == WebSocketMessageType.Close) { return null; }
            ReadOnlyMemory<byte> content = _buffer.AsMemory(0, received.Count);
            var channel = _going ?? default;
            if (_going is null && !ChannelMessages.TryRead(content, out channel, out content)) { continue; }
            _going = received.EndOfMessage ? null : channel;
            if (channel != StreamChannel.Close) { return (channel, content, false); }
            if (content.Length > 0) { return ((StreamChannel)content.Span[0], default, true); }
        }
    }

    /// <inheritdoc/>
    public Task EndAsync(CancellationToken cancellation) => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
