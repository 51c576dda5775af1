using System.Runtime.InteropServices;

namespace KubeSharp.Cli.Streaming;

/// <summary>A standard stream, byte by byte, terminal or not. The framework's own ones edit lines and change the settings and modes of any terminal among them, also when they themselves are none.</summary>
/// <param name="file">0: input, 1: output, 2: errors.</param>
internal sealed class TerminalStream(int file) : Stream
{
    /// <summary>What an <see cref="IOException"/> says when nobody reads the stream any more.</summary>
    public const string BrokenPipeMessage = "broken pipe";
    private const int Interrupted = 4; // EINTR
    private const int WouldBlock = 11; // EAGAIN: somebody made the file non-blocking.
    private const int BrokenPipe = 32; // EPIPE
    private const int Readable = 1; // POLLIN
    private const int Writable = 4; // POLLOUT

    /// <inheritdoc/>
    public override bool CanRead => file == 0;
    /// <inheritdoc/>
    public override bool CanSeek => false;
    /// <inheritdoc/>
    public override bool CanWrite => file != 0;
    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var piece = new byte[count];
        var read = Until(() => ReadFile(file, piece, count));
        piece.AsSpan(0, read).CopyTo(buffer.AsSpan(offset));
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = new byte[buffer.Length];
        // Who waits for what is typed stops waiting at once; the read itself ends with the program.
        var read = await Task.Run(() => Until(() => ReadFile(file, piece, piece.Length)), cancellationToken).WaitAsync(cancellationToken);
        piece.AsSpan(0, read).CopyTo(buffer.Span);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (var rest = buffer.ToArray(); rest.Length > 0;) { rest = rest[Until(() => WriteFile(file, rest, rest.Length))..]; }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() { }
    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private int Until(Func<nint> call)
    {
        while (true)
        {
            var count = call();
            if (count >= 0) { return (int)count; }
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted: break;
                case WouldBlock: Poll([file, file == 0 ? Readable : Writable], 1, -1); break;
                case BrokenPipe: throw new IOException(BrokenPipeMessage);
                case var code: throw new IOException($"standard stream {file} cannot be used: error {code}");
            }
        }
    }

#pragma warning disable SYSLIB1054 // plain blittable calls
    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint ReadFile(int file, [Out] byte[] buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteFile(int file, [In] byte[] buffer, nint count);

    // struct pollfd: the file, then what is awaited and what happened in 16 bits each (the machine is little-endian).
    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll([In, Out] int[] fileAndEvents, nint count, int milliseconds);
#pragma warning restore SYSLIB1054
}
