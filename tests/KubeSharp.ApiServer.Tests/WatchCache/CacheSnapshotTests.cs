using System.Text;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Tests.WatchCache;

public sealed class CacheSnapshotTests
{
    private static readonly int[] _indexed = [0];

    [Fact]
    public void The_index_finds_what_a_look_at_all_finds_whatever_came_went_or_changed()
    {
        var random = new Random(7);
        var snapshot = CacheSnapshot.Empty;
        for (var step = 0; step < 2000; step++)
        {
            var (ns, name) = ($"n{random.Next(3)}", $"o{random.Next(40)}");
            var made = random.Next(4) == 0 ? null : Object(ns, name, random.Next(5), random.Next(3));
            var old = snapshot.Get(ns, name);
            if (old is null && made is null) { continue; }
            snapshot = snapshot.With(old, made, _indexed);
        }
        AssertIndex(snapshot);
        AssertIndex(CacheSnapshot.Of(snapshot.All(), _indexed));
        Assert.Equal(snapshot.All().Count(), snapshot.Count);
        foreach (var value in snapshot.All().ToArray()) { snapshot = snapshot.With(value, null, _indexed); }
        Assert.Empty(snapshot.Index);
    }

    [Fact]
    public void Objects_are_in_the_order_of_their_keys_in_the_store()
    {
        string[] namespaces = ["a", "a-b", "a0", "ab", "b"];
        var snapshot = CacheSnapshot.Of(namespaces.Select(static ns => Object(ns, "o", 0, 0)), _indexed);
        Assert.Equal(namespaces.OrderBy(static ns => Encoding.UTF8.GetString(KeyNames.Key("pods", ns, "o")), StringComparer.Ordinal), snapshot.All().Select(static o => o.Namespace));
        Assert.Equal(snapshot.All(), snapshot.By(IndexTerm.OfField(0, "f0")));
    }

    private static void AssertIndex(CacheSnapshot snapshot)
    {
        for (var i = 0; i < 5; i++)
        {
            var (field, label) = (IndexTerm.OfField(0, $"f{i}"), IndexTerm.OfLabel("team", $"t{i}"));
            Assert.Equal(snapshot.All().Where(o => o.Fields[0] == field.Value), snapshot.By(field));
            Assert.Equal(snapshot.All().Where(o => o.Labels?.TextAt("team") == label.Value), snapshot.By(label));
            Assert.Equal(snapshot.By(label).Count(), snapshot.CountOf(label));
        }
    }

    private static CachedObject Object(string ns, string name, int field, int team)
    {
        var labels = team == 0 ? null : ObjectNode.Of(("team", $"t{team}"), ("app", name));
        var tree = ObjectNode.Of(("metadata", ObjectNode.Of(("namespace", ns), ("name", name), ("labels", labels))));
        return new CachedObject(new ValueBytes(tree.ToUtf8()), 1, tree, [$"f{field}"]);
    }
}
