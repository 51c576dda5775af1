using System.Buffers;
using KubeSharp.Hosting.Serving;

namespace KubeSharp.Hosting.Tests;

/// <summary>The blocks that connections write into and read from.</summary>
public sealed class BlockPoolTests
{
    private static List<IMemoryOwner<byte>> Rented(BlockPool pool, int count) => [.. Enumerable.Range(0, count).Select(_ => pool.Rent())];

    [Fact]
    public void Blocks_that_come_back_serve_again_and_those_that_nobody_asked_for_go()
    {
        using var pool = new BlockPool(TimeProvider.System);
        var first = Rented(pool, 200);
        Assert.Equal(200, first.Distinct().Count());
        first.ForEach(static b => b.Dispose());
        Assert.Equal(200, pool.Kept);
        var second = Rented(pool, 200);
        Assert.Equal(first.ToHashSet(), [.. second]);
        second.ForEach(static b => b.Dispose());
        // All of them were out since the pool was made.
        pool.Trim();
        Assert.Equal(200, pool.Kept);
        Rented(pool, 50).ForEach(static b => b.Dispose());
        pool.Trim();
        Assert.Equal(50, pool.Kept);
        pool.Trim();
        Assert.Equal(0, pool.Kept);
    }

    [Fact]
    public void A_block_holds_one_record_and_no_more_is_given()
    {
        using var pool = new BlockPool(TimeProvider.System);
        using var block = pool.Rent(1);
        Assert.Equal(16 * 1024, block.Memory.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(pool.MaxBufferSize + 1));
    }
}
