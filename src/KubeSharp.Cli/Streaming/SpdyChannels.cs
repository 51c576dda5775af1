using KubeSharp.Client.Streams;

namespace KubeSharp.Cli.Streaming;

/// <summary>Channels as streams of a SPDY connection, for servers that upgrade to nothing else. Protocol v4.channel.k8s.io.</summary>
internal sealed class SpdyChannels : IRemoteChannels
{
    private static readonly (StreamChannel Channel, string Type)[] _types =
        [(StreamChannel.Error, "error"), (StreamChannel.Stdin, "stdin"), (StreamChannel.Stdout, "stdout"), (StreamChannel.Stderr, "stderr"), (StreamChannel.Resize, "resize")];

    private readonly UpgradedConnection _connection;
    private readonly SpdyConnection _spdy;
    private readonly Dictionary<StreamChannel, int> _streams = [];

    private SpdyChannels(UpgradedConnection connection) => (_connection, _spdy) = (connection, new SpdyConnection(connection.Stream));

    /// <summary>Opens the streams of these channels; that of errors is always there.</summary>
    public static async Task<SpdyChannels> OpenAsync(UpgradedConnection connection, IReadOnlySet<StreamChannel> wanted, CancellationToken cancellation)
    {
        var channels = new SpdyChannels(connection);
        foreach (var (channel, type) in _types.Where(t => t.Channel == StreamChannel.Error || wanted.Contains(t.Channel)))
        {
            channels._streams[channel] = await channels._spdy.OpenAsync(type, cancellation);
        }
        return channels;
    }

    /// <inheritdoc/>
    public async Task SendAsync(StreamChannel channel, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await _spdy.AcceptedAsync(_streams[channel], cancellation);
        await _spdy.SendAsync(_streams[channel], content, cancellation);
    }

    /// <inheritdoc/>
    public async Task CloseAsync(StreamChannel channel, CancellationToken cancellation)
    {
        await _spdy.AcceptedAsync(_streams[channel], cancellation);
        await _spdy.CloseAsync(_streams[channel], cancellation);
    }

    /// <inheritdoc/>
    public async Task<(StreamChannel Channel, ReadOnlyMemory<byte> Content)?> ReceiveAsync(CancellationToken cancellation)
    {
        while (await _spdy.ReadAsync(cancellation) is { } frame)
        {
            if (frame.Kind != SpdyFrameKind.Data || frame.Payload.IsEmpty) { continue; }
            foreach (var (channel, stream) in _streams)
            {
                if (stream == frame.StreamId) { return (channel, frame.Payload); }
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _spdy.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
