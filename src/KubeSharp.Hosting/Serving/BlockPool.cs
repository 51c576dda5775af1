using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace KubeSharp.Hosting.Serving;

/// <summary>
/// The memory of all connections of the process in blocks of 16 KiB that do not move. What comes back is kept for the next who asks: the collector finds
/// such blocks only when it looks through everything. What nobody asked for in ten seconds is let go.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>The most a TLS record holds.</summary>
    public const int BlockBytes = 16 * 1024;

    private static readonly TimeSpan _keptFor = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<Block> _free = new();
    private readonly ITimer _trimming;
    private int _kept, _fewest;

    internal BlockPool(TimeProvider time) => _trimming = time.CreateTimer(static pool => ((BlockPool)pool!).Trim(), this, _keptFor, _keptFor);

    /// <summary>The one of all servers of the process.</summary>
    public static BlockPool OfProcess { get; } = new(TimeProvider.System);

    /// <summary>Blocks that wait for somebody.</summary>
    internal int Kept => Volatile.Read(ref _kept);

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockBytes;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_free.TryDequeue(out var block)) { return new Block(this); }
        var left = Interlocked.Decrement(ref _kept);
        if (left < Volatile.Read(ref _fewest)) { Volatile.Write(ref _fewest, left); }
        return block;
    }

    /// <summary>Lets go what nobody asked for since the last time.</summary>
    internal void Trim()
    {
        for (var over = Volatile.Read(ref _fewest); over > 0 && _free.TryDequeue(out _); over--) { Interlocked.Decrement(ref _kept); }
        Volatile.Write(ref _fewest, Kept);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) { } // a server ends, others of the process go on

    private void Return(Block block)
    {
        Interlocked.Increment(ref _kept);
        _free.Enqueue(block);
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes);

        public void Dispose() => pool.Return(this);
    }
}
