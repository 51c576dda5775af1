using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Storage.Kit;

/// <summary>What every store must do: reads and transactions. A real etcd passes the same.</summary>
public abstract class StoreConformance
{
    /// <summary>A new, empty store.</summary>
    protected abstract Task<IStore> OpenAsync();

    [Fact]
    public async Task A_new_store_is_at_revision_one_and_holds_nothing()
    {
        await using var store = await OpenAsync();
        var all = await store.ReadAsync("a", "\0");
        Assert.Equal((1L, 0L, 0), (all.Revision, all.Count, all.Items.Count));
        Assert.Equal(1, (await store.GetStatusAsync(default)).Revision);
    }

    [Fact]
    public async Task Each_write_makes_one_revision_and_a_value_tells_its_own()
    {
        await using var store = await OpenAsync();
        Assert.Equal(2, await store.PutAsync("a", "1"));
        Assert.Equal(3, await store.PutAsync("b", "1"));
        Assert.Equal(4, await store.PutAsync("a", "2"));
        var item = (await store.ReadAsync("a")).Items.Single();
        Assert.Equal(("2", 2L, 4L, 2L), (Text(item.Value), item.CreateRevision, item.ModRevision, item.Version));
    }

    [Fact]
    public async Task A_key_made_again_after_its_deletion_begins_anew()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.DeleteAsync("a");
        var made = await store.PutAsync("a", "2");
        var item = (await store.ReadAsync("a")).Items.Single();
        Assert.Equal((made, made, 1L), (item.CreateRevision, item.ModRevision, item.Version));
    }

    [Fact]
    public async Task A_range_is_in_key_order_by_bytes_and_leaves_its_end_out()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "b", "a/10", "a/2", "a0", "a/", "é", "a" }) { await store.PutAsync(key, key); }
        Assert.Equal("a/=a/ a/10=a/10 a/2=a/2", Show((await store.ReadAsync("a/", "a0")).Items));
        Assert.Equal("b=b é=é", Show((await store.ReadAsync("b", "\0")).Items));
        Assert.Equal("a=a", Show((await store.ReadAsync("a")).Items));
        Assert.Empty((await store.ReadAsync("b", "a")).Items);
    }

    [Fact]
    public async Task A_transaction_within_one_compares_with_what_was_before_all_of_it()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        var inner = new Transaction([new Comparison(Bytes("a"), CompareTarget.Value, CompareOperator.Equal, 0, Bytes("1"))], [Put("b", "held")], [Put("b", "did not hold")]);
        var result = await store.CommitAsync(Always(Put("a", "2"), new NestedOperation(inner), new RangeOperation(Range("a", "c"))), default);
        Assert.True(result.Results[1].Inner!.Succeeded);
        Assert.Equal("a=2 b=held", Show(result.Results[2].Items));
        Assert.Equal(3, result.Revision);
        Assert.Equal(3, (await store.ReadAsync("b")).Items.Single().ModRevision);
    }

    [Fact]
    public async Task A_key_is_written_once_though_by_a_transaction_within()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CommitAsync(Always(Put("a", "1"), new NestedOperation(Always(Put("a", "2")))), default));
        Assert.Equal(0, (await store.ReadAsync("a")).Count);
    }

    [Theory]
    [InlineData("k1", "k3", true)]
    [InlineData("k1", "k4", false)]
    [InlineData("x", "y", false)]
    public async Task A_comparison_of_a_range_holds_where_it_does_for_every_key(string start, string end, bool holds)
    {
        await using var store = await OpenAsync();
        await store.PutAsync("k1", "v");
        await store.PutAsync("k2", "v");
        await store.PutAsync("k3", "w");
        var compared = new Comparison(Bytes(start), CompareTarget.Value, CompareOperator.Equal, 0, Bytes("v"), Bytes(end));
        Assert.Equal(holds, (await store.CommitAsync(new Transaction([compared], [], []), default)).Succeeded);
    }

    [Fact]
    public async Task A_put_may_keep_the_value_or_the_lease_of_what_is_there()
    {
        await using var store = await OpenAsync();
        var lease = await store.GrantLeaseAsync(600, default);
        await store.PutAsync("a", "1", lease);
        await store.CommitAsync(Always(new PutOperation(Bytes("a"), Bytes("2")) { KeepsLease = true }), default);
        var item = (await store.ReadAsync("a")).Items.Single();
        Assert.Equal(("2", lease), (Text(item.Value), item.LeaseId));
        await store.CommitAsync(Always(new PutOperation(Bytes("a"), default) { KeepsValue = true }), default);
        item = (await store.ReadAsync("a")).Items.Single();
        Assert.Equal(("2", 0L, 3L), (Text(item.Value), item.LeaseId, item.Version));
        await Assert.ThrowsAsync<KeyMissingException>(async () => await store.CommitAsync(Always(Put("c", "1"), new PutOperation(Bytes("b"), default) { KeepsValue = true }), default));
        Assert.Equal(0, (await store.ReadAsync("c")).Count);
    }

    [Fact]
    public async Task A_limit_bounds_the_items_and_not_the_count()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 5; i++) { await store.PutAsync($"k{i}", "v"); }
        var some = await store.ReadAsync("k", "l", limit: 2);
        Assert.Equal(("k0=v k1=v", 5L, true), (Show(some.Items), some.Count, some.More));
        var whole = await store.ReadAsync("k", "l", limit: 5);
        Assert.Equal((5, 5L, false), (whole.Items.Count, whole.Count, whole.More));
    }

    [Fact]
    public async Task Keys_only_and_count_only_leave_the_rest_out()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.PutAsync("b", "2");
        var keys = await store.RangeAsync(Range("a", "z", keysOnly: true), default);
        Assert.Equal("a= b=", Show(keys.Items));
        Assert.Equal(3, keys.Items[1].ModRevision);
        var count = await store.RangeAsync(Range("a", "z", countOnly: true), default);
        Assert.Equal((0, 2L), (count.Items.Count, count.Count));
    }

    [Fact]
    public async Task A_past_revision_reads_as_it_was()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.PutAsync("b", "1");
        await store.PutAsync("a", "2");
        await store.DeleteAsync("b");
        Assert.Equal("a=1", Show((await store.ReadAsync("a", "z", revision: 2)).Items));
        Assert.Equal("a=1 b=1", Show((await store.ReadAsync("a", "z", revision: 3)).Items));
        Assert.Equal("a=2 b=1", Show((await store.ReadAsync("a", "z", revision: 4)).Items));
        var newest = await store.ReadAsync("a", "z", revision: 5);
        Assert.Equal(("a=2", 5L), (Show(newest.Items), newest.Revision));
    }

    [Fact]
    public async Task A_future_revision_is_refused()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await store.ReadAsync("a", revision: 3));
    }

    [Fact]
    public async Task A_write_whose_comparison_fails_changes_nothing()
    {
        await using var store = await OpenAsync();
        var revision = await store.PutAsync("a", "1");
        var lost = await store.CommitAsync(new Transaction([ModIs("a", revision - 1)], [Put("a", "2")]), default);
        Assert.Equal((false, revision), (lost.Succeeded, lost.Revision));
        var won = await store.CommitAsync(new Transaction([ModIs("a", revision)], [Put("a", "3")]), default);
        Assert.Equal((true, revision + 1), (won.Succeeded, won.Revision));
        Assert.Equal("a=3", Show((await store.ReadAsync("a")).Items));
    }

    [Fact]
    public async Task The_else_branch_runs_in_the_same_transaction()
    {
        await using var store = await OpenAsync();
        var revision = await store.PutAsync("a", "1");
        var result = await store.CommitAsync(new Transaction([ModIs("a", 0)], [Put("a", "2")], [new RangeOperation(Range("a"))]), default);
        Assert.False(result.Succeeded);
        Assert.Equal((revision, "a=1"), (result.Revision, Show(result.Results.Single().Items)));
        var written = await store.CommitAsync(new Transaction([ModIs("a", 0)], [], [Put("b", "1"), Put("c", "1")]), default);
        Assert.Equal((false, revision + 1, 2), (written.Succeeded, written.Revision, written.Results.Count));
        Assert.All((await store.ReadAsync("b", "d")).Items, i => Assert.Equal(revision + 1, i.ModRevision));
    }

    [Theory]
    [InlineData(CompareTarget.Version, CompareOperator.Equal, 2, true)]
    [InlineData(CompareTarget.Version, CompareOperator.Less, 2, false)]
    [InlineData(CompareTarget.Version, CompareOperator.Greater, 1, true)]
    [InlineData(CompareTarget.CreateRevision, CompareOperator.Equal, 2, true)]
    [InlineData(CompareTarget.CreateRevision, CompareOperator.NotEqual, 2, false)]
    [InlineData(CompareTarget.ModRevision, CompareOperator.Less, 4, true)]
    [InlineData(CompareTarget.ModRevision, CompareOperator.Greater, 3, false)]
    [InlineData(CompareTarget.Lease, CompareOperator.Equal, 0, true)]
    public async Task Numbers_compare(CompareTarget target, CompareOperator op, long number, bool holds)
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.PutAsync("a", "2");
        Assert.Equal(holds, (await store.CommitAsync(new Transaction([new(Bytes("a"), target, op, number)], []), default)).Succeeded);
    }

    [Theory]
    [InlineData("a", "m", CompareOperator.Equal, true)]
    [InlineData("a", "n", CompareOperator.Less, true)]
    [InlineData("a", "m", CompareOperator.Greater, false)]
    [InlineData("a", "l", CompareOperator.NotEqual, true)]
    [InlineData("missing", "l", CompareOperator.NotEqual, false)]
    [InlineData("missing", "l", CompareOperator.Less, false)]
    public async Task Values_compare_and_a_missing_key_has_none(string key, string operand, CompareOperator op, bool holds)
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "m");
        Assert.Equal(holds, (await store.CommitAsync(new Transaction([new(Bytes(key), CompareTarget.Value, op, 0, Bytes(operand))], []), default)).Succeeded);
    }

    [Fact]
    public async Task A_put_returns_what_was_there()
    {
        await using var store = await OpenAsync();
        Assert.Empty((await store.CommitAsync(Always(Put("a", "1")), default)).Results.Single().Items);
        Assert.Equal("a=1", Show((await store.CommitAsync(Always(Put("a", "2")), default)).Results.Single().Items));
    }

    [Fact]
    public async Task A_deletion_returns_what_it_deleted_and_of_nothing_makes_no_revision()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "a", "b", "c" }) { await store.PutAsync(key, "1"); }
        var result = await store.CommitAsync(Always(Delete("a", "c")), default);
        Assert.Equal(("a=1 b=1", 5L), (Show(result.Results.Single().Items), result.Revision));
        var nothing = await store.CommitAsync(Always(Delete("a", "c")), default);
        Assert.Equal((5L, 0), (nothing.Revision, nothing.Results.Single().Items.Count));
        Assert.Equal("c=1", Show((await store.ReadAsync("a", "z")).Items));
    }

    [Fact]
    public async Task A_transaction_is_one_revision_and_reads_what_it_has_written()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("c", "0");
        var result = await store.CommitAsync(Always(Put("a", "1"), Delete("c"), new RangeOperation(Range("a", "z")), Put("b", "1")), default);
        Assert.Equal(3, result.Revision);
        Assert.Equal("a=1", Show(result.Results[2].Items));
        Assert.Equal("a=1 b=1", Show((await store.ReadAsync("a", "z")).Items));
    }

    [Fact]
    public async Task A_key_put_twice_in_one_transaction_is_refused_whole()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CommitAsync(Always(Put("b", "0"), Put("a", "1"), Put("a", "2")), default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CommitAsync(Always(Delete("a", "c"), Put("b", "1")), default));
        Assert.Equal((0L, 1L), ((await store.ReadAsync("a", "z")).Count, (await store.GetStatusAsync(default)).Revision));
    }

    [Fact]
    public async Task Of_writers_that_race_for_a_revision_one_wins()
    {
        await using var store = await OpenAsync();
        var revision = await store.PutAsync("a", "0");
        for (var round = 0; round < 20; round++)
        {
            var expected = revision;
            var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
                Task.Run(async () => await store.CommitAsync(new Transaction([ModIs("a", expected)], [Put("a", $"{i}")]), default))));
            revision = Assert.Single(all, static r => r.Succeeded).Revision;
            Assert.Equal(expected + 1, revision);
        }
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "");
        Assert.Equal("a=", Show((await store.ReadAsync("a")).Items));
    }
}
