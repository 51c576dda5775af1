using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using KubeSharp.Client.Streams;
using KubeSharp.Cri;

namespace KubeSharp.Kubelet.Streams;

/// <summary>
/// Port-forward over a SPDY connection: for each of the client's connections a stream of data and one that tells a failure, which bear the same
/// request id. Source: the port-forward protocol as kubectl speaks it.
/// </summary>
internal sealed class ForwardedPorts(Stream transport, Func<int, CancellationToken, Task<Stream>> connect) : IAsyncDisposable
{
    private const int ConnectionsMax = 1024, WaitingPiecesMax = 64, BlockBytes = 32 * 1024;
    private readonly SpdyConnection _connection = new(transport);
    private readonly SpdyHeaders _headers = new();
    private readonly Dictionary<string, (int Data, int Error, string Port)> _half = new(StringComparer.Ordinal);
    // What the client sends, by its data stream, until both sides are done with it. Its pieces wait in a bounded queue: clients heed no window of
    // the protocol, so a pod that reads nothing holds the others up once it is full, rather than the node's memory.
    private readonly ConcurrentDictionary<int, Channel<ReadOnlyMemory<byte>>> _incoming = new();

    /// <summary>Runs until the client leaves.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = new List<Task>();
        try
        {
            while (await _connection.ReadAsync(ending.Token) is { } frame)
            {
                running.RemoveAll(static t => t.IsCompleted);
                if (frame.Kind == SpdyFrameKind.SynStream)
                {
                    if (await PairAsync(frame, ending.Token) is not var (data, error, port)) { continue; }
                    if (running.Count < ConnectionsMax) { running.Add(ForwardAsync(data, error, port, ending.Token)); }
                    else { await FailAsync(data, error, $"more than {ConnectionsMax} connections at once", ending.Token); }
                }
                else if (_incoming.TryGetValue(frame.StreamId, out var pieces)) { await PassAsync(frame, pieces, ending.Token); }
            }
        }
        catch (IOException) { /* the client is gone */ }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _headers.Dispose();
        await _connection.DisposeAsync();
    }

    private static async Task PassAsync(SpdyFrame frame, Channel<ReadOnlyMemory<byte>> pieces, CancellationToken cancellation)
    {
        try
        {
            if (frame.Kind == SpdyFrameKind.Data && !frame.Payload.IsEmpty) { await pieces.Writer.WriteAsync(frame.Payload, cancellation); }
            if (frame.IsFin || frame.Kind == SpdyFrameKind.RstStream) { pieces.Writer.TryComplete(); }
        }
        catch (ChannelClosedException) { /* the pod has closed its side */ }
    }

    // The two streams of a connection, once both are there.
    private async Task<(int Data, int Error, int Port)?> PairAsync(SpdyFrame opening, CancellationToken cancellation)
    {
        var headers = _headers.Read(opening);
        await _connection.AcceptAsync(opening.StreamId, cancellation);
        // Clients before 1.5 tell no request id, and open the two one after the other.
        var (kind, port) = (headers.GetValueOrDefault("streamtype", ""), headers.GetValueOrDefault("port", ""));
        var id = headers.GetValueOrDefault("requestid", port);
        var half = _half.GetValueOrDefault(id);
        half = kind == "error" ? half with { Error = opening.StreamId, Port = port } : half with { Data = opening.StreamId, Port = port };
        if (half.Data == opening.StreamId) { _incoming[half.Data] = Channel.CreateBounded<ReadOnlyMemory<byte>>(WaitingPiecesMax); }
        if (half is not { Data: > 0, Error: > 0 }) { _half[id] = half; return null; }
        _half.Remove(id);
        if (int.TryParse(half.Port, out var number) && number is > 0 and < 65536) { return (half.Data, half.Error, number); }
        await FailAsync(half.Data, half.Error, $"\"{half.Port}\" is no port", cancellation);
        return null;
    }

    private async Task ForwardAsync(int data, int error, int port, CancellationToken cancellation)
    {
        Stream pod;
        try { pod = await connect(port, cancellation); }
        catch (Exception e) when (e is IOException or CriException)
        {
            await FailAsync(data, error, $"an error occurred forwarding {port}: {e.Message}", cancellation);
            return;
        }
        await using (pod)
        {
            var pieces = _incoming[data];
            var up = UpAsync(pieces.Reader, pod, cancellation);
            var buffer = new byte[BlockBytes];
            try
            {
                while (await pod.ReadAsync(buffer, cancellation) is var read and > 0) { await _connection.SendAsync(data, buffer.AsMemory(0, read), cancellation); }
            }
            catch (IOException) { /* reset by the pod */ }
            await _connection.CloseAsync(data, cancellation);
            await _connection.CloseAsync(error, cancellation);
            Forget(data);
            await up.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task UpAsync(ChannelReader<ReadOnlyMemory<byte>> pieces, Stream pod, CancellationToken cancellation)
    {
        await foreach (var piece in pieces.ReadAllAsync(cancellation)) { await pod.WriteAsync(piece, cancellation); }
        if (pod is System.Net.Sockets.NetworkStream { Socket: var socket }) { socket.Shutdown(System.Net.Sockets.SocketShutdown.Send); }
    }

    // What still comes of it is nobody's any more.
    private void Forget(int data)
    {
        if (_incoming.TryRemove(data, out var pieces)) { pieces.Writer.TryComplete(); }
    }

    private async Task FailAsync(int data, int error, string cause, CancellationToken cancellation)
    {
        Forget(data);
        await _connection.SendAsync(error, Encoding.UTF8.GetBytes(cause), cancellation);
        await _connection.CloseAsync(error, cancellation);
        await _connection.CloseAsync(data, cancellation);
    }
}
