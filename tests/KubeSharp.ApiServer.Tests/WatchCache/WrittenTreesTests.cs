using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.WatchCache;

public sealed class WrittenTreesTests
{
    [Fact]
    public void A_tree_is_had_by_its_bytes_themselves_and_once()
    {
        var (trees, bytes, tree) = (new WrittenTrees(), "{}"u8.ToArray(), ObjectNode.Of(("a", 1)));
        trees.Put(bytes, tree);
        Assert.Null(trees.Take("{}"u8.ToArray()));
        Assert.Null(trees.Take(bytes.AsMemory(1)));
        Assert.Same(tree, trees.Take(bytes));
        Assert.Null(trees.Take(bytes));
    }

    [Fact]
    public void However_many_are_written_few_are_kept()
    {
        var trees = new WrittenTrees();
        var written = Enumerable.Range(0, 5000).Select(static _ => new byte[2]).ToArray();
        foreach (var bytes in written) { trees.Put(bytes, ObjectNode.Empty); }
        Assert.InRange(written.Count(b => trees.Take(b) is not null), 1, 256);
    }
}
