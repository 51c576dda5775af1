using System.Buffers;
using System.Collections.Concurrent;

namespace KubeSharp.Hosting.Serving;

/// <summary>Blocks of 16 KiB that do not move. Some are kept for the next who asks; what is over is the collector's.</summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>The most a TLS record holds.</summary>
    public const int BlockBytes = 16 * 1024;

    private const int KeptMax = 64;
    private readonly ConcurrentQueue<Block> _free = new();
    private int _kept;

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockBytes;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_free.TryDequeue(out var block)) { return new Block(this); }
        Interlocked.Decrement(ref _kept);
        return block;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _free.Clear();

    private void Return(Block block)
    {
        if (Volatile.Read(ref _kept) >= KeptMax) { return; }
        Interlocked.Increment(ref _kept);
        _free.Enqueue(block);
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = System.Runtime.InteropServices.MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes);

        public void Dispose() => pool.Return(this);
    }
}
