using System.Net.WebSockets;
using KubeSharp.Client.Streams;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Serving;

/// <summary>Joins a client's WebSocket channels with the runtime's SPDY streams: runtimes do not all know how single channels are closed over WebSocket (v5).</summary>
internal sealed class ChannelBridge(WebSocket client, SpdyConnection runtime)
{
    private const int MessageBytes = 32 * 1024;
    private readonly Dictionary<StreamChannel, int> _streams = [];

    /// <summary>Runs until the process ended and all it said was passed on, or the client left.</summary>
    public async Task RunAsync(ExecRequest request, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // The order in which the runtime expects them; the error stream is always there.
        await OpenAsync(StreamChannel.Error, "error", ending.Token);
        if (request.Stdin) { await OpenAsync(StreamChannel.Stdin, "stdin", ending.Token); }
        if (request.Stdout) { await OpenAsync(StreamChannel.Stdout, "stdout", ending.Token); }
        if (request.Stderr && !request.Tty) { await OpenAsync(StreamChannel.Stderr, "stderr", ending.Token); }
        if (request.Tty) { await OpenAsync(StreamChannel.Resize, "resize", ending.Token); }
        var down = DownAsync(ending.Token);
        var up = UpAsync(ending.Token);
        await Task.WhenAny(down, up);
        if (down.IsCompletedSuccessfully && client.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await ending.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task OpenAsync(StreamChannel channel, string type, CancellationToken cancellation) => _streams[channel] = await runtime.OpenAsync(type, cancellation);

    private async Task DownAsync(CancellationToken cancellation)
    {
        var channels = _streams.ToDictionary(static s => s.Value, static s => s.Key);
        var open = new HashSet<StreamChannel>(_streams.Keys.Where(static c => c is StreamChannel.Stdout or StreamChannel.Stderr or StreamChannel.Error));
        while (open.Count > 0 && await runtime.ReadAsync(cancellation) is { } frame)
        {
            if (!channels.TryGetValue(frame.StreamId, out var channel)) { continue; }
            if (frame.Kind == SpdyFrameKind.RstStream) { open.Remove(channel); continue; }
            if (!frame.Payload.IsEmpty) { await client.SendAsync(ChannelMessages.Of(channel, frame.Payload.Span), WebSocketMessageType.Binary, true, cancellation); }
            if (frame.IsFin) { open.Remove(channel); }
        }
    }

    private async Task UpAsync(CancellationToken cancellation)
    {
        var buffer = new byte[MessageBytes];
        StreamChannel? going = null; // the channel of a message that comes in pieces
        while (true)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close) { return; }
            ReadOnlyMemory<byte> content = buffer.AsMemory(0, received.Count);
            var channel = going ?? default;
            if (going is null && !ChannelMessages.TryRead(content, out channel, out content)) { continue; }
            going = received.EndOfMessage ? null : channel;
            if (channel == StreamChannel.Close)
            {
                if (content.Length > 0 && _streams.TryGetValue((StreamChannel)content.Span[0], out var closed))
                {
                    await runtime.AcceptedAsync(closed, cancellation);
                    await runtime.CloseAsync(closed, cancellation);
                }
                continue;
            }
            if (channel is StreamChannel.Stdin or StreamChannel.Resize && _streams.TryGetValue(channel, out var stream))
            {
                await runtime.AcceptedAsync(stream, cancellation);
                await runtime.SendAsync(stream, content, cancellation);
            }
        }
    }
}
