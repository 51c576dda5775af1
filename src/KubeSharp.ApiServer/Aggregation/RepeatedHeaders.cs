using System.Text;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>
/// Sends the values of a header on a line each. Go reads each line as a value of its own, but the HTTP client of .NET joins them by commas; so they
/// are joined by a mark that nobody else can know, and this stream, beneath the client, puts a new line in its place.
/// </summary>
internal sealed class RepeatedHeaders(Stream below) : Stream
{
    // Random, so that no value can hold it.
    private static readonly string _mark = $"\u001f{Guid.NewGuid():N}:";
    private const string NameEnd = "\u001f";
    private readonly MemoryStream _held = new();
    private bool _isInHead = true;

    /// <summary>The values of a header as one.</summary>
    public static string Join(string name, IEnumerable<string> values) => string.Join($"{_mark}{name}{NameEnd}", values);

    /// <inheritdoc/>
    public override bool CanRead => true;
    /// <inheritdoc/>
    public override bool CanSeek => false;
    /// <inheritdoc/>
    public override bool CanWrite => true;
    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await below.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        // One request at a time: what is written after an answer is the next head.
        _isInHead |= read > 0;
        return read;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>A head is held until all of it is there; what follows passes as it is.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isInHead)
        {
            await below.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }
        _held.Write(buffer.Span);
        var head = _held.GetBuffer().AsSpan(0, (int)_held.Length);
        var end = head.IndexOf("\r\n\r\n"u8);
        if (end < 0) { return; }
        var text = Encoding.Latin1.GetString(head[..end]).Split(_mark);
        byte[] lines = [.. Encoding.Latin1.GetBytes(string.Concat(text.Select(static (part, i) => i == 0 ? part : "\r\n" + part.Replace(NameEnd, ": ", StringComparison.Ordinal)))), .. head[end..]];
        _held.SetLength(0);
        _isInHead = false;
        await below.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => below.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            below.Dispose();
            _held.Dispose();
        }
        base.Dispose(disposing);
    }
}
