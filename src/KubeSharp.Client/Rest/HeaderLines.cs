namespace KubeSharp.Client.Rest;

/// <summary>
/// A connection on which the values of a header that may be given several times stand on lines of their own. .NET's client joins them with commas, which
/// are part of the value where servers do not split it (groups to impersonate). Between the values stands <see cref="Separator"/> until they are written.
/// Only heads that are written at once are looked at; that is how the client writes them.
/// </summary>
internal sealed class HeaderLines(Stream inner) : Stream
{
    /// <summary>Stands between the values: a character that no header may bear.</summary>
    public const char Separator = '\u001f';

    /// <inheritdoc/>
    public override bool CanRead => inner.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => inner.CanWrite;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>What is written in place of a piece of a request. Pure.</summary>
    public static ReadOnlyMemory<byte> Split(ReadOnlyMemory<byte> written)
    {
        var end = written.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0 || written.Span[..end].IndexOf(" HTTP/1.1\r\n"u8) < 0 || !written.Span[..end].Contains((byte)Separator)) { return written; }
        var result = new List<byte>(written.Length + 256);
        foreach (var range in Lines(written.Span[..end]))
        {
            var line = written.Span[range];
            var name = line[..(line.IndexOf(": "u8) is >= 0 and var colon ? colon + 2 : 0)];
            foreach (var b in line)
            {
                if (b != Separator) { result.Add(b); continue; }
                result.AddRange("\r\n"u8);
                result.AddRange(name);
            }
            result.AddRange("\r\n"u8);
        }
        result.AddRange(written.Span[(end + 2)..]);
        return result.ToArray();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(Split(buffer), cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => inner.Write(Split(buffer.AsMemory(offset, count)).Span);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) { inner.Dispose(); }
        base.Dispose(disposing);
    }

    private static List<Range> Lines(ReadOnlySpan<byte> head)
    {
        var lines = new List<Range>();
        var from = 0;
        while (head[from..].IndexOf("\r\n"u8) is >= 0 and var length)
        {
            lines.Add(from..(from + length));
            from += length + 2;
        }
        lines.Add(from..head.Length);
        return lines;
    }
}
