using System.Text;
using Xunit;

namespace KubeSharp.Storage.Kit;

/// <summary>What every store must do, whatever stands behind it. A store's tests derive from this and say how to open it.</summary>
public abstract class StoreConformance
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    protected abstract Task<IStore> OpenAsync();

    [Fact]
    public async Task A_value_put_is_read_back_with_its_revisions()
    {
        await using var store = await OpenAsync();
        var first = await PutAsync(store, "a", "1");
        var second = await PutAsync(store, "a", "2");
        var read = Assert.Single((await store.RangeAsync(new RangeRequest(Key("a")), default)).Items);
        Assert.Equal(("2", first, second, 2L), (Text(read.Value), read.CreateRevision, read.ModRevision, read.Version));
    }

    [Fact]
    public async Task Each_write_makes_one_revision_and_a_read_makes_none()
    {
        await using var store = await OpenAsync();
        var before = await PutAsync(store, "a", "1");
        await store.RangeAsync(new RangeRequest(Key("a")), default);
        var result = await store.CommitAsync(new Transaction([], [new PutOperation(Key("b"), Key("1")), new PutOperation(Key("c"), Key("1"))]), default);
        Assert.Equal(before + 1, result.Revision);
        Assert.Equal(before + 1, (await store.GetStatusAsync(default)).Revision);
    }

    [Fact]
    public async Task A_range_is_in_order_and_half_open_and_counts_beyond_its_limit()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "b", "a", "d", "c", "ab" }) { await PutAsync(store, key, key); }
        var range = await store.RangeAsync(new RangeRequest(Key("a"), Key("d"), Limit: 2), default);
        Assert.Equal(["a", "ab"], range.Items.Select(static i => Text(i.Key)));
        Assert.Equal((4, true), (range.Count, range.More));
        Assert.Empty((await store.RangeAsync(new RangeRequest(Key("a"), Key("d"), CountOnly: true), default)).Items);
    }

    [Fact]
    public async Task A_past_revision_is_read_as_it_was()
    {
        await using var store = await OpenAsync();
        var first = await PutAsync(store, "a", "1");
        await PutAsync(store, "a", "2");
        await DeleteAsync(store, "a");
        Assert.Equal("1", Text(Assert.Single((await store.RangeAsync(new RangeRequest(Key("a"), Revision: first), default)).Items).Value));
        Assert.Empty((await store.RangeAsync(new RangeRequest(Key("a")), default)).Items);
    }

    [Fact]
    public async Task A_future_revision_is_refused()
    {
        await using var store = await OpenAsync();
        var now = await PutAsync(store, "a", "1");
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await store.RangeAsync(new RangeRequest(Key("a"), Revision: now + 10), default));
    }

    [Fact]
    public async Task A_compacted_revision_is_refused_and_the_newest_values_stay()
    {
        await using var store = await OpenAsync();
        var first = await PutAsync(store, "a", "1");
        var second = await PutAsync(store, "a", "2");
        await store.CompactAsync(second, default);
        await Assert.ThrowsAsync<CompactedException>(async () => await store.RangeAsync(new RangeRequest(Key("a"), Revision: first), default));
        Assert.Equal("2", Text(Assert.Single((await store.RangeAsync(new RangeRequest(Key("a"), Revision: second), default)).Items).Value));
        await Assert.ThrowsAsync<CompactedException>(async () => await store.CompactAsync(second, default));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_comparison_chooses_the_branch(long expected, bool succeeds)
    {
        await using var store = await OpenAsync();
        var result = await store.CommitAsync(new Transaction(
            [new Comparison(Key("a"), CompareTarget.ModRevision, CompareOperator.Equal, expected)], [new PutOperation(Key("a"), Key("then"))], [new PutOperation(Key("a"), Key("else"))]), default);
        Assert.Equal(succeeds, result.Succeeded);
        Assert.Equal(succeeds ? "then" : "else", Text(Assert.Single((await store.RangeAsync(new RangeRequest(Key("a")), default)).Items).Value));
    }

    [Fact]
    public async Task Of_many_who_create_one_key_one_succeeds()
    {
        await using var store = await OpenAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.CommitAsync(new Transaction(
            [new Comparison(Key("a"), CompareTarget.CreateRevision, CompareOperator.Equal)], [new PutOperation(Key("a"), Key($"{i}"))]), default).AsTask()));
        Assert.Single(results, static r => r.Succeeded);
    }

    [Fact]
    public async Task The_revision_is_spliced_into_what_is_stored()
    {
        await using var store = await OpenAsync();
        var result = await store.CommitAsync(new Transaction([], [new PutOperation(Key("a"), Key("v"))]) { Splice = static (value, revision) => Key($"{Text(value)}@{revision}") }, default);
        Assert.Equal($"v@{result.Revision}", Text(Assert.Single((await store.RangeAsync(new RangeRequest(Key("a")), default)).Items).Value));
    }

    [Fact]
    public async Task A_watch_from_the_past_gives_each_change_once_and_in_order_then_those_to_come()
    {
        await using var store = await OpenAsync();
        var first = await PutAsync(store, "k/a", "1");
        await PutAsync(store, "other", "x");
        await DeleteAsync(store, "k/a");
        using var ending = new CancellationTokenSource(_patience);
        await using var watch = store.WatchAsync(new WatchRequest(Key("k/"), Key("k0"), first, PreviousValues: true), ending.Token).GetAsyncEnumerator();
        var put = Assert.Single((await NextAsync(watch)).Events);
        Assert.Equal((StoreEventKind.Put, "1"), (put.Kind, Text(put.Item.Value)));
        var gone = Assert.Single((await NextAsync(watch)).Events);
        Assert.Equal((StoreEventKind.Delete, "1"), (gone.Kind, Text(gone.Previous!.Value)));
        var later = await PutAsync(store, "k/b", "2");
        Assert.Equal(later, (await NextAsync(watch)).Revision);
    }

    [Fact]
    public async Task A_watch_from_a_compacted_revision_returns_gone()
    {
        await using var store = await OpenAsync();
        var first = await PutAsync(store, "a", "1");
        var last = await PutAsync(store, "a", "2");
        await store.CompactAsync(last, default);
        await Assert.ThrowsAsync<CompactedException>(async () =>
        {
            await foreach (var _ in store.WatchAsync(new WatchRequest(Key("a"), default, first), default)) { }
        });
    }

    [Fact]
    public async Task Changes_of_one_transaction_are_one_batch()
    {
        await using var store = await OpenAsync();
        var result = await store.CommitAsync(new Transaction([], [new PutOperation(Key("a"), Key("1")), new PutOperation(Key("b"), Key("1"))]), default);
        using var ending = new CancellationTokenSource(_patience);
        await using var watch = store.WatchAsync(new WatchRequest(Key("a"), Key("z"), result.Revision), ending.Token).GetAsyncEnumerator();
        Assert.Equal(2, (await NextAsync(watch)).Events.Count);
    }

    [Fact]
    public async Task A_revoked_lease_takes_its_keys_with_it()
    {
        await using var store = await OpenAsync();
        var lease = await store.GrantLeaseAsync(60, default);
        await store.CommitAsync(new Transaction([], [new PutOperation(Key("a"), Key("1"), lease), new PutOperation(Key("b"), Key("1"))]), default);
        Assert.Equal(60, await store.KeepAliveAsync(lease, default));
        await store.RevokeLeaseAsync(lease, default);
        Assert.Equal("b", Text(Assert.Single((await store.RangeAsync(new RangeRequest(Key("a"), Key("z")), default)).Items).Key));
        Assert.Equal(0, await store.KeepAliveAsync(lease, default));
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await store.CommitAsync(new Transaction([], [new PutOperation(Key("c"), Key("1"), lease)]), default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_random_history_is_that_of_the_model(int seed)
    {
        await using var store = await OpenAsync();
        var random = new Random(seed);
        var model = new SortedDictionary<string, (string Value, long Created, long Changed)>(StringComparer.Ordinal);
        var start = (await store.GetStatusAsync(default)).Revision;
        var history = new List<(long Revision, string Key, string? Value)>();
        for (var step = 0; step < 300; step++)
        {
            var key = $"k{random.Next(12)}";
            if (random.Next(4) == 0)
            {
                var revision = await DeleteAsync(store, key);
                if (model.Remove(key)) { history.Add((revision, key, null)); }
                continue;
            }
            var expected = random.Next(3) == 0 ? random.Next(400) : model.TryGetValue(key, out var there) ? there.Changed : 0;
            var holds = expected == (model.TryGetValue(key, out var current) ? current.Changed : 0);
            var result = await store.CommitAsync(new Transaction([new Comparison(Key(key), CompareTarget.ModRevision, CompareOperator.Equal, expected)], [new PutOperation(Key(key), Key($"{step}"))]), default);
            Assert.True(holds == result.Succeeded, $"seed {seed}, step {step}: expected {holds}");
            if (!holds) { continue; }
            model[key] = ($"{step}", model.ContainsKey(key) ? current.Created : result.Revision, result.Revision);
            history.Add((result.Revision, key, $"{step}"));
        }
        var read = await store.RangeAsync(new RangeRequest(Key("k"), Key("l")), default);
        Assert.Equal(model.Select(static m => (m.Key, m.Value.Value, m.Value.Created, m.Value.Changed)), read.Items.Select(static i => (Text(i.Key), Text(i.Value), i.CreateRevision, i.ModRevision)));
        using var ending = new CancellationTokenSource(_patience);
        await using var watch = store.WatchAsync(new WatchRequest(Key("k"), Key("l"), start + 1), ending.Token).GetAsyncEnumerator();
        foreach (var (revision, key, value) in history)
        {
            var change = Assert.Single((await NextAsync(watch)).Events);
            Assert.True((revision, key, value ?? "") == (change.Item.ModRevision, Text(change.Item.Key), Text(change.Item.Value)), $"seed {seed}: wanted {revision} {key}={value}, was {change.Item.ModRevision} {Text(change.Item.Key)}={Text(change.Item.Value)}");
        }
    }

    protected static async Task<long> PutAsync(IStore store, string key, string value) =>
        (await store.CommitAsync(new Transaction([], [new PutOperation(Key(key), Key(value))]), default)).Revision;

    protected static async Task<long> DeleteAsync(IStore store, string key) => (await store.CommitAsync(new Transaction([], [new DeleteOperation(Key(key))]), default)).Revision;

    protected static byte[] Key(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static async Task<WatchBatch> NextAsync(IAsyncEnumerator<WatchBatch> watch)
    {
        Assert.True(await watch.MoveNextAsync(), "the watch has ended");
        return watch.Current;
    }
}
