using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using KubeSharp.Storage.Memory;

namespace KubeSharp.ApiServer.Tests.WatchCache;

/// <summary>What is read is never older than the store was when it was asked for.</summary>
public sealed class CacheFeedTests
{
    [Fact]
    public async Task Caches_that_do_not_follow_the_store_give_no_stale_answer()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        var feed = new CacheFeed(store, static name => new KindRules(name), new HurriedTime());
        await feed.LoadAsync(default);
        await feed.CatchUpAsync(default);
        await store.CommitAsync(new Transaction([], [new PutOperation("/registry/configmaps/default/a"u8.ToArray(), "{}"u8.ToArray())]), default);
        var refused = await Assert.ThrowsAsync<StatusException>(async () => await feed.CatchUpAsync(default));
        Assert.Equal((504, "Timeout: Too large resource version: 2, current: 1", 1), (refused.Status.Code, refused.Status.Message, refused.Status.RetryAfterSeconds));
        Assert.False(await feed.TryCatchUpAsync(default));
    }

    [Fact]
    public async Task Caches_that_follow_are_waited_for()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        var feed = new CacheFeed(store, static name => new KindRules(name), TimeProvider.System);
        await feed.LoadAsync(default);
        using var stopping = new CancellationTokenSource();
        var following = feed.RunAsync(stopping.Token);
        await store.CommitAsync(new Transaction([], [new PutOperation("/registry/configmaps/default/a"u8.ToArray(), "{\"metadata\":{\"name\":\"a\",\"namespace\":\"default\"}}"u8.ToArray())]), default);
        await feed.CatchUpAsync(default);
        Assert.Equal(2, feed.Revision);
        Assert.NotNull(feed.Cache("configmaps").Snapshot.Get("default", "a"));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    // Whatever is waited for is over at once.
    private sealed class HurriedTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return new Spent();
        }

        private sealed class Spent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => default;
        }
    }
}
