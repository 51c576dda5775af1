using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using KubeSharp.Client.Rest;
using KubeSharp.Client.Streams;

namespace KubeSharp.Cli.Streaming;

/// <summary>
/// One connection to a pod that carries any number of connections to its ports: two streams each, data and error. It is SPDY inside a WebSocket (KEP-4006),
/// or plain SPDY where the server knows no other way.
/// </summary>
internal sealed class PortForwardConnection : IAsyncDisposable
{
    /// <summary>The variable that, false, keeps from WebSockets: upstream's own.</summary>
    public const string SocketsVariable = "KUBECTL_PORT_FORWARD_WEBSOCKETS";
    private const int PieceBytes = 32 * 1024;
    private const int FramesWaitingMax = 256;
    private readonly UpgradedConnection _upgraded;
    private readonly SpdyConnection _spdy;
    private readonly ConcurrentDictionary<int, Channel<ReadOnlyMemory<byte>>> _streams = [];
    private readonly ConcurrentDictionary<int, bool> _abandoned = []; // streams whose local side is gone, until the pod's is
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    private PortForwardConnection(UpgradedConnection upgraded)
    {
        _upgraded = upgraded;
        _spdy = new SpdyConnection(upgraded.Socket is { } socket ? WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false) : upgraded.Stream);
    }

    /// <summary>Done when the connection is lost.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Connects, and reads until disposed.</summary>
    public static async Task<PortForwardConnection> OpenAsync(RestConfig rest, string path, bool allowsSockets, CancellationToken cancellation)
    {
        var upgraded = await UpgradedConnection.OpenAsync(rest, path, allowsSockets ? StreamProtocols.PortForwardTunnel : "", StreamProtocols.PortForward, cancellation);
        var connection = new PortForwardConnection(upgraded);
        _ = connection.ReadAsync(cancellation);
        return connection;
    }

    /// <summary>Joins a local connection to a port of the pod until the pod has said all.</summary>
    /// <exception cref="IOException">The pod's side failed; says why.</exception>
    public async Task ForwardAsync(Socket local, int port, CancellationToken cancellation)
    {
        var request = $"{Interlocked.Increment(ref _requests) - 1}";
        var error = await _spdy.OpenAsync([("streamtype", "error"), ("port", $"{port}"), ("requestid", request)], cancellation);
        await _spdy.AcceptedAsync(error, cancellation);
        await _spdy.CloseAsync(error, cancellation);
        var data = await _spdy.OpenAsync([("streamtype", "data"), ("port", $"{port}"), ("requestid", request)], cancellation);
        var (failures, answers) = (Stream(error), Stream(data));
        var sending = SendAsync(local, data, cancellation);
        try
        {
            await foreach (var content in answers.Reader.ReadAllAsync(cancellation)) { await SendAllAsync(local, content, cancellation); }
        }
        catch (SocketException)
        {
            await AbandonAsync([data, error], cancellation);
            throw;
        }
        var failure = new StringBuilder();
        await foreach (var content in failures.Reader.ReadAllAsync(cancellation)) { failure.Append(Encoding.UTF8.GetString(content.Span)); }
        _streams.TryRemove(error, out _);
        _streams.TryRemove(data, out _);
        local.Shutdown(SocketShutdown.Both);
        await sending;
        if (failure.Length > 0) { throw new IOException(failure.ToString()); }
    }

    // What still comes for a connection that was closed here is dropped: left waiting, it would hold up all the others.
    private async Task AbandonAsync(int[] streams, CancellationToken cancellation)
    {
        foreach (var stream in streams)
        {
            _abandoned[stream] = true;
            Stream(stream).Writer.TryComplete();
            await _spdy.ResetAsync(stream, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _spdy.DisposeAsync();
        await _upgraded.DisposeAsync();
    }

    private Channel<ReadOnlyMemory<byte>> Stream(int id) => _streams.GetOrAdd(id, static _ => Channel.CreateBounded<ReadOnlyMemory<byte>>(FramesWaitingMax));

    private async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (await _spdy.ReadAsync(cancellation) is { } frame)
            {
                var stream = Stream(frame.StreamId).Writer;
                try
                {
                    if (frame.Kind == SpdyFrameKind.Data && frame.Payload.Length > 0) { await stream.WriteAsync(frame.Payload, cancellation); }
                }
                catch (ChannelClosedException) { /* abandoned */ }
                if (frame.Kind != SpdyFrameKind.RstStream && !frame.IsFin) { continue; }
                stream.TryComplete();
                if (_abandoned.TryRemove(frame.StreamId, out _)) { _streams.TryRemove(frame.StreamId, out _); }
            }
        }
        catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException) { }
        foreach (var stream in _streams.Values) { stream.Writer.TryComplete(); }
        _lost.TrySetResult();
    }

    private async Task SendAsync(Socket local, int stream, CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            await _spdy.AcceptedAsync(stream, cancellation);
            while (await local.ReceiveAsync(buffer, cancellation) is > 0 and var count) { await _spdy.SendAsync(stream, buffer.AsMemory(0, count), cancellation); }
            await _spdy.CloseAsync(stream, cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or WebSocketException or OperationCanceledException) { }
    }

    private static async Task SendAllAsync(Socket local, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        while (!content.IsEmpty) { content = content[await local.SendAsync(content, cancellation)..]; }
    }
}
