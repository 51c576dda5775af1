using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using KubeSharp.ApiServer.Endpoints.Lists;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>
/// The body of an answer, in parts. What is larger than <see cref="CompressedFromBytes"/> is compressed for those who accept gzip; what is
/// smaller goes out in one piece that tells its length.
/// </summary>
internal sealed class AnswerBody(HttpContext http) : IAsyncDisposable
{
    /// <summary>Answers larger than this are compressed, as upstream's.</summary>
    public const int CompressedFromBytes = 128 * 1024;
    private const int FlushBytes = 256 * 1024;

    private static readonly object _sent = new();
    private readonly bool _isHead = HttpMethods.IsHead(http.Request.Method);
    private readonly PipeWriter _writer = http.Response.BodyWriter;
    private List<ReadOnlyMemory<byte>>? _held = [];
    private GZipStream? _gzip;
    private long _length;
    private int _unflushed;

    /// <summary>The client takes gzip.</summary>
    public bool AcceptsGzip { get; } = http.Request.Headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Contains("gzip");

    /// <summary>Sends what was compressed before, as the whole body.</summary>
    public async ValueTask WriteAsync(IEnumerable<DeflatedPiece> pieces)
    {
        _held = null;
        SayLarge();
        var member = new GzipMember();
        await PassAsync(GzipMember.Head).ConfigureAwait(false);
        foreach (var piece in pieces) { await PassAsync(member.Add(piece)).ConfigureAwait(false); }
        _length = member.Length;
        await PassAsync(member.Tail()).ConfigureAwait(false);
    }

    /// <summary>Adds a part; its bytes must stay as they are.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> part)
    {
        _length += part.Length;
        if (_held is not { } held) { return PassAsync(part); }
        held.Add(part);
        return _length <= CompressedFromBytes ? default : BeginAsync(held);
    }

    /// <summary>Bytes of a large answer, before they were compressed; 0 where it was not large.</summary>
    public static long SentBytes(HttpContext http) => http.Items.TryGetValue(_sent, out var length) ? (long)length! : 0;

    /// <summary>Sends what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_held is { } held)
        {
            http.Response.ContentLength = _length;
            foreach (var part in held) { await PassAsync(part).ConfigureAwait(false); }
        }
        else { http.Items[_sent] = _length; }
        if (_gzip is not null) { await _gzip.DisposeAsync().ConfigureAwait(false); }
        await _writer.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private void SayLarge()
    {
        http.Response.Headers.Append("Vary", "Accept-Encoding");
        if (AcceptsGzip) { http.Response.Headers.ContentEncoding = "gzip"; }
    }

    // It is large: what was held back goes first.
    private async ValueTask BeginAsync(List<ReadOnlyMemory<byte>> held)
    {
        _held = null;
        SayLarge();
        if (AcceptsGzip) { _gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true); }
        foreach (var part in held) { await PassAsync(part).ConfigureAwait(false); }
    }

    // A list has tens of thousands of parts: most are only copied.
    private ValueTask PassAsync(ReadOnlyMemory<byte> part)
    {
        // Over HTTP/2 a body that answers HEAD breaks the stream.
        if (_isHead) { return default; }
        if (_gzip is not null) { return _gzip.WriteAsync(part, http.RequestAborted); }
        if (_unflushed + part.Length >= FlushBytes) { return SendAsync(part); }
        BuffersExtensions.Write(_writer, part.Span);
        _unflushed += part.Length;
        return default;
    }

    // In slices: of what the client does not take, no more than one is held.
    private async ValueTask SendAsync(ReadOnlyMemory<byte> part)
    {
        while (part.Length > 0)
        {
            var slice = part[..Math.Min(part.Length, FlushBytes - _unflushed)];
            BuffersExtensions.Write(_writer, slice.Span);
            part = part[slice.Length..];
            _unflushed += slice.Length;
            if (_unflushed < FlushBytes) { return; }
            _unflushed = 0;
            await _writer.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }
}
