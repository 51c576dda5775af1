using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;

namespace KubeSharp.Client.Tests.Informers;

public sealed class ObjectCacheTests
{
    // The key is asked for while the change is under way: what a reader sees just then.
    [Fact]
    public void An_object_that_changes_is_never_missing_from_its_index()
    {
        var cache = new ObjectCache<ConfigMap>();
        var seen = new List<int>();
        cache.AddIndex("owner", c => { seen.Add(cache.ByIndex("owner", "o").Count); return ["o"]; });
        var map = new ConfigMap { Metadata = new ObjectMeta { Namespace = "n", Name = "a" } };
        cache.Put(map);
        cache.Put(map with { Immutable = true });
        Assert.Equal([0, .. Enumerable.Repeat(1, seen.Count - 1)], seen);
        Assert.True(Assert.Single(cache.ByIndex("owner", "o")).Immutable);
    }

    [Fact]
    public void An_object_is_in_its_index_before_it_can_be_had_by_name_and_leaves_it_before()
    {
        var cache = new ObjectCache<ConfigMap>();
        ConfigMap? had = null;
        cache.AddIndex("owner", c => { had = cache.Get("n", "a"); return ["o"]; });
        cache.Put(new ConfigMap { Metadata = new ObjectMeta { Namespace = "n", Name = "a" } });
        Assert.Null(had);
        cache.Remove(("n", "a"));
        Assert.NotNull(had);
        Assert.Null(cache.Get("n", "a"));
        Assert.Empty(cache.ByIndex("owner", "o"));
    }
}
