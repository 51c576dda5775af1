using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KubeSharp.Client.Streams;

/// <summary>
/// Reads the headers of the streams that the other side opens: one compressed text a connection, so every frame must pass here, in order.
/// The text begins with a dictionary that is not sent; it is put before it as a stored block. Source: SPDY Protocol Draft 3.1, 2.6.10.
/// </summary>
public sealed class SpdyHeaders : IDisposable
{
    private const int ZlibHeadBytes = 6, FrameHeadBytes = 10, TextMaxBytes = 16 * 1024, HeadersMax = 64;
    private static readonly byte[] _dictionary = Dictionary();
    private readonly Pieces _compressed = new();
    private readonly DeflateStream _plain;
    private bool _hasBegun;

    /// <summary>For one connection.</summary>
    public SpdyHeaders() => _plain = new DeflateStream(_compressed, CompressionMode.Decompress);

    /// <summary>The headers of a frame that opens a stream.</summary>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Read(SpdyFrame opening)
    {
        var block = opening.Payload[FrameHeadBytes..];
        if (!_hasBegun)
        {
            _hasBegun = true;
            if (block.Length < ZlibHeadBytes) { throw new InvalidDataException("a SPDY stream without headers"); }
            var length = (ushort)_dictionary.Length;
            _compressed.Add(new byte[] { 0, (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8) });
            _compressed.Add(_dictionary);
            block = block[ZlibHeadBytes..];
            _compressed.Add(block);
            _plain.ReadExactly(new byte[_dictionary.Length]);
        }
        else { _compressed.Add(block); }
        try
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var left = Number(HeadersMax); left > 0; left--) { headers[Text()] = Text(); }
            return headers;
        }
        catch (EndOfStreamException e) { throw new InvalidDataException("the headers of a SPDY stream end early", e); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain.Dispose();
        _compressed.Dispose();
    }

    private int Number(int max)
    {
        Span<byte> bytes = stackalloc byte[4];
        _plain.ReadExactly(bytes);
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return number <= max ? (int)number : throw new InvalidDataException("the headers of a SPDY stream are too long");
    }

    private string Text()
    {
        var bytes = new byte[Number(TextMaxBytes)];
        _plain.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    // Words with their lengths, then what is common in values, as the protocol prescribes it to the byte.
    private static byte[] Dictionary()
    {
        const string words = "options,head,post,put,delete,trace,accept,accept-charset,accept-encoding,accept-language,accept-ranges,age,allow,authorization,cache-control,connection,"
            + "content-base,content-encoding,content-language,content-length,content-location,content-md5,content-range,content-type,date,etag,expect,expires,from,host,if-match,"
            + "if-modified-since,if-none-match,if-range,if-unmodified-since,last-modified,location,max-forwards,pragma,proxy-authenticate,proxy-authorization,range,referer,"
            + "retry-after,server,te,trailer,transfer-encoding,upgrade,user-agent,vary,via,warning,www-authenticate,method,get,status,200 OK,version,HTTP/1.1,url,public,"
            + "set-cookie,keep-alive,origin";
        const string values = "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content"
            + "301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr "
            + "May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,"
            + "application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";
        var bytes = new List<byte>();
        foreach (var word in words.Split(',')) { bytes.AddRange([0, 0, 0, (byte)word.Length, .. Encoding.ASCII.GetBytes(word)]); }
        return [.. bytes, .. Encoding.ASCII.GetBytes(values)];
    }

    // What came and was not read yet; it only seems to end.
    private sealed class Pieces : Stream
    {
        private readonly Queue<ReadOnlyMemory<byte>> _pieces = new();

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Add(ReadOnlyMemory<byte> piece)
        {
            if (piece.Length > 0) { _pieces.Enqueue(piece); }
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_pieces.TryDequeue(out var piece)) { return 0; }
            var read = Math.Min(count, piece.Length);
            piece[..read].CopyTo(buffer.AsMemory(offset));
            if (read < piece.Length)
            {
                var rest = _pieces.ToArray();
                _pieces.Clear();
                _pieces.Enqueue(piece[read..]);
                foreach (var later in rest) { _pieces.Enqueue(later); }
            }
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
