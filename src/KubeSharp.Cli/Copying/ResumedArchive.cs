using System.IO.Pipelines;

namespace KubeSharp.Cli.Copying;

/// <summary>An archive that a pod packs while it is read. Where the connection breaks it is asked for again, from where it broke.</summary>
/// <param name="retriesMax">How often; negative: without end.</param>
/// <param name="told">Takes what the user is told.</param>
/// <param name="packAsync">Packs from a byte (the first is 1; null: all, without retries) into a stream, which it closes.</param>
internal sealed class ResumedArchive(int retriesMax, TextWriter told, Func<long?, Stream, Task> packAsync) : Stream
{
    private Stream? _from;
    private Task _packing = Task.CompletedTask;
    private long _read;
    private int _retries;

    /// <inheritdoc/>
    public override bool CanRead => true;
    /// <inheritdoc/>
    public override bool CanSeek => false;
    /// <inheritdoc/>
    public override bool CanWrite => false;
    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_from is null) { Start(retriesMax == 0 ? null : _read); }
            var count = await _from!.ReadAsync(buffer, cancellationToken);
            _read += count;
            if (count > 0 || buffer.IsEmpty) { return count; }
            await _packing;
            if (retriesMax >= 0 && _retries >= retriesMax)
            {
                await told.WriteLineAsync($"Dropping out copy after {_retries} retries");
                return 0;
            }
            _retries++;
            await told.WriteLineAsync($"Resuming copy at {_read} bytes, retry {_retries}/{retriesMax}");
            Start(_read + 1);
        }
    }

    private void Start(long? at)
    {
        var pipe = new Pipe();
        _from = pipe.Reader.AsStream();
        _packing = packAsync(at, pipe.Writer.AsStream());
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();
    /// <inheritdoc/>
    public override void Flush() { }
    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_from is not null) { await _from.DisposeAsync(); }
        await base.DisposeAsync();
    }
}
