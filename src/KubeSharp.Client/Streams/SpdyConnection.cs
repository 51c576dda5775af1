using System.Collections.Concurrent;

namespace KubeSharp.Client.Streams;

/// <summary>A SPDY connection over an upgraded stream: opens streams or accepts those of the other side, sends, and hands out what comes. One reader, any number of senders.</summary>
public sealed class SpdyConnection(Stream transport) : IAsyncDisposable
{
    private const int PieceBytes = 32 * 1024;
    private readonly SemaphoreSlim _sending = new(1); // held while a frame is written; no other lock is taken under it
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _opened = []; // streams of ours that are neither accepted nor refused yet
    private int _nextStream = 1;
    private bool _hasAccepted;

    /// <summary>Opens a stream; returns its id. Before anything is sent on it, <see cref="AcceptedAsync"/> is to be awaited.</summary>
    public Task<int> OpenAsync(string streamType, CancellationToken cancellation) => OpenAsync([("streamtype", streamType)], cancellation);

    /// <summary>Opens a stream with these headers (names in lower case); returns its id.</summary>
    public async Task<int> OpenAsync((string Name, string Value)[] headers, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            var id = _nextStream;
            _nextStream += 2;
            _opened[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await transport.WriteAsync(SpdyFrame.Open(id, id == 1, headers), cancellation);
            return id;
        }
        finally { _sending.Release(); }
    }

    /// <summary>
    /// Completes when the other side has accepted or refused a stream of ours; somebody must be reading. What comes on a stream before it is accepted is
    /// dropped by some of those that runtimes and kubelets are built with.
    /// </summary>
    public Task AcceptedAsync(int stream, CancellationToken cancellation) => _opened.TryGetValue(stream, out var waiting) ? waiting.Task.WaitAsync(cancellation) : Task.CompletedTask;

    /// <summary>Accepts a stream that the other side has opened.</summary>
    public async Task AcceptAsync(int stream, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await transport.WriteAsync(SpdyFrame.Accept(stream, !_hasAccepted), cancellation);
            _hasAccepted = true;
        }
        finally { _sending.Release(); }
    }

    /// <summary>Sends bytes on a stream.</summary>
    public async Task SendAsync(int stream, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        for (var at = 0; at < content.Length; at += PieceBytes)
        {
            await WriteAsync(SpdyFrame.Data(stream, content.Slice(at, Math.Min(PieceBytes, content.Length - at)).Span, fin: false), cancellation);
        }
    }

    /// <summary>Says that nothing more comes on a stream from this side.</summary>
    public Task CloseAsync(int stream, CancellationToken cancellation) => WriteAsync(SpdyFrame.Data(stream, [], fin: true), cancellation);

    /// <summary>Gives a stream up: nothing more comes from this side, and nothing more is wanted from the other.</summary>
    public Task ResetAsync(int stream, CancellationToken cancellation) => WriteAsync(SpdyFrame.Reset(stream), cancellation);

    /// <summary>The next frame that is not the connection's own business; null at the end of the connection.</summary>
    public async Task<SpdyFrame?> ReadAsync(CancellationToken cancellation)
    {
        var head = new byte[SpdyFrame.HeadBytes];
        while (true)
        {
            if (await transport.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation) < head.Length) { return null; }
            var payload = new byte[SpdyFrame.PayloadLength(head)];
            await transport.ReadExactlyAsync(payload, cancellation);
            var frame = SpdyFrame.Read(head, payload);
            if (frame.Kind == SpdyFrameKind.Ping) { await WriteAsync(SpdyFrame.Control(SpdyFrameKind.Ping, 0, payload), cancellation); continue; }
            if (frame.Kind == SpdyFrameKind.GoAway) { return null; }
            if (frame.Kind is SpdyFrameKind.SynReply or SpdyFrameKind.RstStream && _opened.TryRemove(frame.StreamId, out var waiting)) { waiting.TrySetResult(); }
            if (frame.Kind is SpdyFrameKind.Data or SpdyFrameKind.RstStream or SpdyFrameKind.SynStream) { return frame; }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync();
        _sending.Dispose();
    }

    private async Task WriteAsync(byte[] frame, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try { await transport.WriteAsync(frame, cancellation); }
        finally { _sending.Release(); }
    }
}
