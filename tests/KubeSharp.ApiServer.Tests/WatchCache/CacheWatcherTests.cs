using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Storage;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.ApiServer.Tests.WatchCache;

/// <summary>Who waits for changes of a resource is told of each, in order.</summary>
public sealed class CacheWatcherTests
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);
    private readonly ResourceCache _cache = new(new KindRules("configmaps"), new WrittenTrees());
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Watchers_of_many_connections_read_all_changes_in_order_however_they_come()
    {
        const int changes = 3000, watchers = 100;
        var reading = Enumerable.Range(0, watchers).Select(w => Task.Run(() => ReadAsync(w % 7, changes, isSlow: w % 10 == 0))).ToArray();
        for (var i = 1; i <= changes; i++)
        {
            Change(i);
            // Some wakings stand for several changes.
            if (i % 3 != 0 || i == changes) { _cache.Wake(); }
        }
        foreach (var read in await Task.WhenAll(reading)) { Assert.Equal(Enumerable.Range(1, changes).Select(static i => (long)i), read); }
    }

    [Fact]
    public async Task A_watcher_that_does_something_else_keeps_no_other_waiting()
    {
        using var busy = _cache.Follow(1, _every, _time, default);
        using var other = _cache.Follow(1, _every, _time, default);
        var held = new TaskCompletionSource();
        var first = HeldAsync(busy, held.Task);
        for (var i = 1; i <= 3; i++)
        {
            var waiting = other.WaitAsync(i - 1);
            Change(i);
            _cache.Wake();
            await waiting;
        }
        Assert.False(first.IsCompleted);
        held.SetResult();
        await first;
    }

    [Fact]
    public async Task Who_has_not_read_all_does_not_wait()
    {
        Change(1);
        _cache.Wake();
        using var watcher = _cache.Follow(1, _every, _time, default);
        Assert.True(watcher.WaitAsync(0).IsCompleted);
        var waiting = watcher.WaitAsync(1);
        Assert.False(waiting.IsCompleted);
        Change(2);
        _cache.Wake();
        await waiting;
    }

    [Fact]
    public async Task A_waiting_ends_when_the_watcher_is_due_and_when_it_ends()
    {
        using var ending = new CancellationTokenSource();
        using var watcher = _cache.Follow(1, _every, _time, ending.Token);
        for (var i = 0; i < 3; i++)
        {
            var waiting = watcher.WaitAsync(0);
            Assert.False(watcher.TakeDue());
            Assert.False(waiting.IsCompleted);
            _time.Advance(_every);
            await waiting;
            Assert.True(watcher.TakeDue());
        }
        _time.Advance(_every);
        Assert.True(watcher.WaitAsync(0).IsCompleted, "it became due before it waited");
        Assert.True(watcher.TakeDue());
        var last = watcher.WaitAsync(0);
        await ending.CancelAsync();
        await last;
        Assert.True(watcher.WaitAsync(0).IsCompleted, "it has ended");
    }

    private async Task<List<long>> ReadAsync(int connection, int count, bool isSlow)
    {
        using var watcher = _cache.Follow(connection, _every, _time, default);
        var read = new List<long>(count);
        while (read.Count < count)
        {
            var events = _cache.Read(read.Count, isSlow ? 5 : 256)!;
            read.AddRange(events.Select(static e => e.Revision));
            if (isSlow) { await Task.Yield(); }
            if (events.Count == 0) { await watcher.WaitAsync(read.Count).ConfigureAwait(false); }
        }
        return read;
    }

    private static async Task HeldAsync(CacheWatcher watcher, Task held)
    {
        await watcher.WaitAsync(0).ConfigureAwait(false);
        await held.ConfigureAwait(false);
    }

    private void Change(int revision) => _cache.Take(new StoreEvent(StoreEventKind.Put, new StoredValue("/registry/configmaps/default/a"u8.ToArray(),
        Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"a","namespace":"default","resourceVersion":"{{{revision}}}"}}"""), 1, revision, revision), null));
}
