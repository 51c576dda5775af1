using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Storage.Kit;

/// <summary>What every store must do: watches and compaction, with the mistakes that etcd's own list of bugs knows.</summary>
public abstract class WatchConformance
{
    /// <summary>A new, empty store.</summary>
    protected abstract Task<IStore> OpenAsync();

    [Fact]
    public async Task A_watch_from_a_past_revision_gives_history_and_then_the_present()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.PutAsync("b", "1");
        await store.DeleteAsync("a");
        await using var watch = new Watcher(store, Watch(3));
        Assert.Equal("3+b=1 4-a", Show(await watch.UntilAsync(4)));
        var revision = await store.PutAsync("c", "1");
        Assert.Equal("3+b=1 4-a 5+c=1", Show(await watch.UntilAsync(revision)));
    }

    [Fact]
    public async Task A_watch_from_zero_begins_after_the_call()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await using var watch = new Watcher(store, Watch(0));
        var next = watch.NextAsync();
        // A watch of etcd begins when its server has it; write until the first event is here.
        var revision = 0L;
        while (!next.IsCompleted)
        {
            revision = await store.PutAsync("a", "2");
            await Task.WhenAny(next, Task.Delay(1));
        }
        Assert.All((await next).Events, static e => Assert.Equal("2", Text(e.Item.Value)));
        await watch.UntilAsync(revision);
    }

    [Fact]
    public async Task A_watch_from_a_future_revision_waits_for_it()
    {
        await using var store = await OpenAsync();
        await using var watch = new Watcher(store, Watch(4));
        var next = watch.NextAsync();
        foreach (var value in new[] { "1", "2", "3", "4" }) { await store.PutAsync("a", value); }
        await next;
        Assert.Equal("4+a=3 5+a=4", Show(await watch.UntilAsync(5)));
    }

    [Fact]
    public async Task A_watch_sees_only_its_keys()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "a", "a/1", "a/2", "a0", "b" }) { await store.PutAsync(key, "v"); }
        await using var range = new Watcher(store, Watch(1, "a/", "a0"));
        Assert.Equal("3+a/1=v 4+a/2=v", Show(await range.UntilAsync(4)));
        await using var one = new Watcher(store, Watch(1, "a", ""));
        Assert.Equal("2+a=v", Show(await one.UntilAsync(2)));
        await using var all = new Watcher(store, Watch(5, "\0", "\0"));
        Assert.Equal("5+a0=v 6+b=v", Show(await all.UntilAsync(6)));
    }

    [Fact]
    public async Task A_revision_is_never_split_over_batches()
    {
        await using var store = await OpenAsync();
        await using var watch = new Watcher(store, Watch(2));
        for (var round = 0; round < 5; round++)
        {
            await store.CommitAsync(Always([.. Enumerable.Range(0, 40).Select(i => Put($"k{i:00}", new string('x', 100)))]), default);
        }
        for (var revision = 2L; revision <= 6;)
        {
            var batch = await watch.NextAsync();
            foreach (var events in batch.Events.GroupBy(static e => e.Item.ModRevision))
            {
                Assert.Equal(revision++, events.Key);
                Assert.Equal(40, events.Count());
            }
        }
    }

    [Fact]
    public async Task Previous_values_come_when_asked_for()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.PutAsync("a", "2");
        await store.DeleteAsync("a");
        await using var with = new Watcher(store, Watch(2, previous: true));
        Assert.Equal(["", "1", "2"], (await with.UntilAsync(4)).Select(static e => e.Previous is null ? "" : Text(e.Previous.Value)));
        await using var without = new Watcher(store, Watch(2));
        Assert.All(await without.UntilAsync(4), static e => Assert.Null(e.Previous));
    }

    [Fact]
    public async Task Every_watcher_sees_every_write_of_many_writers_once_and_in_order()
    {
        const int Writers = 8, Writes = 50;
        await using var store = await OpenAsync();
        var watchers = Enumerable.Range(0, 4).Select(_ => new Watcher(store, Watch(2))).ToArray();
        var seen = watchers.Select(w => Task.Run(() => w.UntilAsync(Writers * Writes + 1))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Writes; i++) { await store.PutAsync($"k{writer}", $"{i}"); }
        })));
        foreach (var events in await Task.WhenAll(seen))
        {
            Assert.Equal(Enumerable.Range(2, Writers * Writes).Select(static r => (long)r), events.Select(static e => e.Item.ModRevision));
            foreach (var key in events.GroupBy(static e => Text(e.Item.Key))) { Assert.Equal(Enumerable.Range(0, Writes).Select(static i => $"{i}"), key.Select(static e => Text(e.Item.Value))); }
        }
        foreach (var watcher in watchers) { await watcher.DisposeAsync(); }
    }

    [Fact]
    public async Task A_watcher_that_lags_loses_nothing()
    {
        await using var store = await OpenAsync();
        await using var watch = new Watcher(store, Watch(2));
        await store.PutAsync("a", "0");
        await watch.NextAsync();
        for (var i = 1; i < 2_000; i++) { await store.PutAsync("a", $"{i}"); }
        var events = await watch.UntilAsync(2_001);
        Assert.Equal(Enumerable.Range(0, 2_000).Select(static i => $"{i}"), events.Select(static e => Text(e.Item.Value)));
    }

    [Fact]
    public async Task A_watch_ends_when_cancelled()
    {
        await using var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () => { await foreach (var _ in store.WatchAsync(Watch(2), stop.Token)) { } });
        await store.PutAsync("a", "1");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Compacted_revisions_are_gone_for_reads_and_watches()
    {
        await using var store = await OpenAsync();
        for (var i = 1; i <= 5; i++) { await store.PutAsync("a", $"{i}"); }
        await store.CompactAsync(4, default);
        await Assert.ThrowsAsync<CompactedException>(async () => await store.ReadAsync("a", revision: 3));
        Assert.Equal("a=3", Show((await store.ReadAsync("a", revision: 4)).Items));
        Assert.Equal("a=5", Show((await store.ReadAsync("a")).Items));
        await using var old = new Watcher(store, Watch(3));
        Assert.Equal(4, (await Assert.ThrowsAsync<CompactedException>(old.NextAsync)).CompactRevision);
        await using var watch = new Watcher(store, Watch(5));
        Assert.Equal("5+a=4 6+a=5", Show(await watch.UntilAsync(6)));
    }

    [Fact]
    public async Task The_compacted_revision_itself_can_be_watched()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.PutAsync("b", "1");
        await store.PutAsync("c", "1");
        await store.CompactAsync(3, default);
        await using var watch = new Watcher(store, Watch(3));
        Assert.Equal("3+b=1 4+c=1", Show(await watch.UntilAsync(4)));
    }

    // etcd issue 19179: a deletion at the compacted revision was lost to watches that began there.
    [Fact]
    public async Task A_deletion_at_the_compacted_revision_is_not_lost()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.DeleteAsync("a");
        await store.PutAsync("b", "1");
        await store.CompactAsync(3, default);
        await using var watch = new Watcher(store, Watch(3));
        Assert.Equal("3-a 4+b=1", Show(await watch.UntilAsync(4)));
        await store.CompactAsync(4, default);
        Assert.Empty((await store.ReadAsync("a")).Items);
    }

    [Fact]
    public async Task Compaction_keeps_the_newest_value_of_each_key_however_old()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("old", "1");
        for (var i = 0; i < 10; i++) { await store.PutAsync("a", $"{i}"); }
        await store.CompactAsync(12, default);
        var item = (await store.ReadAsync("old")).Items.Single();
        Assert.Equal((2L, 2L, 1L), (item.CreateRevision, item.ModRevision, item.Version));
    }

    [Fact]
    public async Task Compaction_of_the_past_or_the_future_is_refused()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 4; i++) { await store.PutAsync("a", "1"); }
        await store.CompactAsync(3, default);
        await Assert.ThrowsAsync<CompactedException>(async () => await store.CompactAsync(3, default));
        await Assert.ThrowsAsync<CompactedException>(async () => await store.CompactAsync(2, default));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await store.CompactAsync(99, default));
    }

    // etcd issue 17780: a compaction that falls into writing must change neither versions nor what a watch sees.
    [Fact]
    public async Task Compaction_beside_writes_loses_nothing()
    {
        await using var store = await OpenAsync();
        await using var watch = new Watcher(store, Watch(2));
        var watching = Task.Run(() => watch.UntilAsync(401));
        var compacted = 0L;
        for (var i = 0; i < 400; i++)
        {
            await store.PutAsync($"k{i % 7}", $"{i}");
            // What the watcher has read may go.
            if (i % 20 == 0 && watch.Reached > Math.Max(compacted, 2)) { await store.CompactAsync(compacted = watch.Reached, default); }
        }
        Assert.Equal(400, (await watching).Count);
        Assert.Equal(400, (await store.ReadAsync("k", "l")).Items.Sum(static i => i.Version));
    }

    [Fact]
    public async Task A_list_and_the_watch_after_it_make_one_history()
    {
        await using var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 2_000 && !stop.IsCancellationRequested; i++) { await store.PutAsync($"k{i % 5}", $"{i}"); }
        });
        for (var round = 0; round < 50; round++)
        {
            var list = await store.ReadAsync("a", "z");
            if (list.Items.Count > 0) { Assert.True(list.Items.Max(static i => i.ModRevision) <= list.Revision); }
            // Each revision writes one key, so the newest item of a list is of the list's revision.
            if (list.Revision > 1) { Assert.Equal(list.Revision, list.Items.Max(static i => i.ModRevision)); }
        }
        await stop.CancelAsync();
        await writing;
    }
}
