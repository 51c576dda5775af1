namespace KubeSharp.Client.Rest;

/// <summary>
/// A connection on which the values of a header that may be given several times stand on lines of their own. .NET's client joins them with commas, which
/// are part of the value where servers do not split it (groups to impersonate). Between the values stands <see cref="Separator"/> until they are written.
/// Heads that go to a proxy get its line too: .NET's client gives credentials only to a proxy that has refused once, other clients give them at once.
/// Only heads that are written at once are looked at; that is how the client writes them.
/// </summary>
/// <param name="inner">The connection.</param>
/// <param name="forProxy">A header with its line end that each head for a proxy gets; empty: none.</param>
internal sealed class HeaderLines(Stream inner, string forProxy = "") : Stream
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
    /// <param name="written">The piece.</param>
    /// <param name="forProxy">A header with its line end for heads whose target is no path, as proxies get them.</param>
    public static ReadOnlyMemory<byte> Split(ReadOnlyMemory<byte> written, string forProxy = "")
    {
        var end = written.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0 || written.Span[..end].IndexOf(" HTTP/1.1\r\n"u8) < 0) { return written; }
        var added = written.Span[..end].IndexOf(" /"u8) is var path && path >= 0 && path == written.Span.IndexOf((byte)' ') ? "" : forProxy;
        if (added.Length == 0 && !written.Span[..end].Contains((byte)Separator)) { return written; }
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
        result.AddRange(System.Text.Encoding.ASCII.GetBytes(added));
        result.AddRange(written.Span[(end + 2)..]);
        return result.ToArray();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(Split(buffer, forProxy), cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => inner.Write(Split(buffer.AsMemory(offset, count), forProxy).Span);

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
