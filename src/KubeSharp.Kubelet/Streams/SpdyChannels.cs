using KubeSharp.Client.Streams;
using KubeSharp.Cri.Streaming;

namespace KubeSharp.Kubelet.Streams;

/// <summary>Channels as streams of a SPDY connection.</summary>
internal sealed class SpdyChannels(Stream transport, string protocol) : ISessionChannels
{
    private const string NameHeader = "streamtype";
    private static readonly Dictionary<string, StreamChannel> _names = new(StringComparer.Ordinal)
    {
        ["stdin"] = StreamChannel.Stdin,
        ["stdout"] = StreamChannel.Stdout,
        ["stderr"] = StreamChannel.Stderr,
        ["error"] = StreamChannel.Error,
        ["resize"] = StreamChannel.Resize,
    };

    private readonly SpdyConnection _connection = new(transport);
    private readonly SpdyHeaders _headers = new();
    private readonly Dictionary<StreamChannel, int> _streams = [];
    private readonly Queue<SpdyFrame> _early = new();

    /// <inheritdoc/>
    public bool TellsStatus => protocol is StreamProtocols.ChannelV4 or StreamProtocols.ChannelV5;

    /// <inheritdoc/>
    public async Task OpenAsync(ProcessSession session, CancellationToken cancellation)
    {
        var hasSizes = session.Tty && (TellsStatus || protocol.StartsWith("v3.", StringComparison.Ordinal));
        var expected = 1 + (session.Stdin ? 1 : 0) + (session.Stdout ? 1 : 0) + (session.Stderr && !session.Tty ? 1 : 0) + (hasSizes ? 1 : 0);
        while (_streams.Count < expected)
        {
            var frame = await _connection.ReadAsync(cancellation) ?? throw new IOException("the client left before it had opened its streams");
            if (frame.Kind != SpdyFrameKind.SynStream) { _early.Enqueue(frame); continue; }
            if (_headers.Read(frame).TryGetValue(NameHeader, out var name) && _names.TryGetValue(name, out var channel)) { _streams[channel] = frame.StreamId; }
            await _connection.AcceptAsync(frame.StreamId, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(StreamChannel channel, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        _streams.TryGetValue(channel, out var stream) ? _connection.SendAsync(stream, content, cancellation) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<(StreamChannel Channel, ReadOnlyMemory<byte> Content, bool IsLast)?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (!_early.TryDequeue(out var frame))
            {
                if (await _connection.ReadAsync(cancellation) is not { } next) { return null; }
                frame = next;
            }
            foreach (var (channel, stream) in _streams)
            {
                if (stream == frame.StreamId) { return (channel, frame.Kind == SpdyFrameKind.Data ? frame.Payload : default, frame.IsFin || frame.Kind == SpdyFrameKind.RstStream); }
            }
        }
    }

    /// <inheritdoc/>
    public async Task EndAsync(CancellationToken cancellation)
    {
        foreach (var channel in new[] { StreamChannel.Stdout, StreamChannel.Stderr, StreamChannel.Error })
        {
            if (_streams.TryGetValue(channel, out var stream)) { await _connection.CloseAsync(stream, cancellation); }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _headers.Dispose();
        await _connection.DisposeAsync();
    }
}
