using System.IO.Compression;
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
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> part)
    {
        _length += part.Length;
        if (_held is { } held)
        {
            held.Add(part);
            if (_length <= CompressedFromBytes) { return; }
            _held = null;
            SayLarge();
            if (AcceptsGzip) { _gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true); }
            foreach (var earlier in held) { await PassAsync(earlier).ConfigureAwait(false); }
            return;
        }
        await PassAsync(part).ConfigureAwait(false);
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
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private void SayLarge()
    {
        http.Response.Headers.Append("Vary", "Accept-Encoding");
        if (AcceptsGzip) { http.Response.Headers.ContentEncoding = "gzip"; }
    }

    private async ValueTask PassAsync(ReadOnlyMemory<byte> part)
    {
        // Over HTTP/2 a body that answers HEAD breaks the stream.
        if (HttpMethods.IsHead(http.Request.Method)) { return; }
        if (_gzip is not null)
        {
            await _gzip.WriteAsync(part, http.RequestAborted).ConfigureAwait(false);
            return;
        }
        // In slices: of what the client does not take, no more than one is held.
        while (part.Length > 0)
        {
            var slice = part[..Math.Min(part.Length, FlushBytes - _unflushed)];
            System.Buffers.BuffersExtensions.Write(http.Response.BodyWriter, slice.Span);
            part = part[slice.Length..];
            _unflushed += slice.Length;
            if (_unflushed < FlushBytes) { return; }
            _unflushed = 0;
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }
}
