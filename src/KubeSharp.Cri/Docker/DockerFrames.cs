using System.Buffers.Binary;
using KubeSharp.Cri.Streaming;

namespace KubeSharp.Cri.Docker;

/// <summary>Reads what a process says from one stream: in frames that name its output or error output, or with a terminal as it is.</summary>
internal sealed class DockerFrames(Stream stream, bool tty)
{
    private const int HeadBytes = 8, BlockBytes = 32 * 1024, ErrorStream = 2;
    private readonly byte[] _head = new byte[HeadBytes];
    private readonly byte[] _block = new byte[BlockBytes];
    private int _left; // of the frame that is being read
    private bool _isError;

    /// <summary>The next piece, valid until the next call; null at the end.</summary>
    /// <param name="isWhole">Read a frame as a whole, however long it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ProcessOutput?> ReadAsync(bool isWhole, CancellationToken cancellationToken)
    {
        if (tty)
        {
            var read = await stream.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
            return read == 0 ? null : new ProcessOutput(false, _block.AsMemory(0, read));
        }
        while (_left == 0)
        {
            if (await stream.ReadAtLeastAsync(_head, HeadBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < HeadBytes) { return null; }
            (_left, _isError) = (checked((int)BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4))), _head[0] == ErrorStream);
        }
        if (isWhole)
        {
            var frame = new byte[_left];
            await stream.ReadExactlyAsync(frame, cancellationToken).ConfigureAwait(false);
            _left = 0;
            return new ProcessOutput(_isError, frame);
        }
        var count = await stream.ReadAsync(_block.AsMemory(0, Math.Min(_left, BlockBytes)), cancellationToken).ConfigureAwait(false);
        if (count == 0) { return null; }
        _left -= count;
        return new ProcessOutput(_isError, _block.AsMemory(0, count));
    }
}
