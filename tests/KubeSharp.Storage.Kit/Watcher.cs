namespace KubeSharp.Storage.Kit;

/// <summary>A watch that runs beside a test; it checks the order of what comes and lets the test wait for a revision.</summary>
public sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<WatchBatch> _batches;
    private readonly List<StoreEvent> _events = [];
    private long _reached;

    /// <summary>Begins to watch.</summary>
    public Watcher(IStore store, WatchRequest request) => _batches = store.WatchAsync(request, _stop.Token).GetAsyncEnumerator(_stop.Token);

    /// <summary>All events so far.</summary>
    public IReadOnlyList<StoreEvent> Events => _events;

    /// <summary>The revision up to which all has come.</summary>
    public long Reached => Volatile.Read(ref _reached);

    /// <summary>The next batch; a test fails when none comes.</summary>
    public async Task<WatchBatch> NextAsync()
    {
        _stop.CancelAfter(_patience);
        try
        {
            if (!await _batches.MoveNextAsync()) { throw new InvalidOperationException("the watch ended by itself"); }
        }
        catch (OperationCanceledException) { throw new TimeoutException($"nothing came after revision {_reached} and {_events.Count} events"); }
        var batch = _batches.Current;
        Assert.True(batch.Events.Count == 0 ? batch.Revision >= _reached : batch.Revision > _reached, $"batch {batch.Revision} came after {_reached}");
        Assert.All(batch.Events, e => Assert.InRange(e.Item.ModRevision, _reached + 1, batch.Revision));
        _events.AddRange(batch.Events);
        Volatile.Write(ref _reached, batch.Revision);
        return batch;
    }

    /// <summary>Reads until everything up to the revision has come.</summary>
    public async Task<IReadOnlyList<StoreEvent>> UntilAsync(long revision)
    {
        while (_reached < revision) { await NextAsync(); }
        return _events;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _batches.DisposeAsync();
        _stop.Dispose();
    }
}
