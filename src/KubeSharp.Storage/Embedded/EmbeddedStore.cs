using System.Threading.Channels;
using KubeSharp.Storage.Engine;
using Microsoft.Data.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>
/// The store of a cluster with one control-plane machine. One thread owns the log: it takes what waits, applies it, writes it to the disk in
/// one flush, and only then shows and acknowledges it. Killed at any moment it loses nothing that was acknowledged.
/// </summary>
public sealed class EmbeddedStore : IStore
{
    private static readonly TimeSpan _progressEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _houseworkEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _leasesLookedAtEvery = TimeSpan.FromSeconds(1);

    private readonly EmbeddedStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreEngine _engine = new();
    private readonly LeaseTable _leases;
    private readonly FileStream _lock;
    private readonly CommitLog _log;
    private readonly Channel<Work> _waiting;
    private readonly Thread _committer;
    private readonly CancellationTokenSource _closing = new();
    private readonly Queue<(DateTimeOffset At, long Revision)> _past = new();
    private readonly Task _housework;
    private int _isClosed;

    private EmbeddedStore(EmbeddedStoreOptions options, TimeProvider time, FileStream fileLock)
    {
        (_options, _time, _lock) = (options, time, fileLock);
        _leases = new LeaseTable(time);
        _log = new CommitLog(Path.Combine(options.Folder, "store.db"), options.SizeMaxBytes);
        try { _log.Recover(_engine, _leases); }
        catch
        {
            _log.Dispose();
            throw;
        }
        _waiting = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.WaitingMax) { SingleReader = true });
        _committer = new Thread(CommitAll) { IsBackground = true, Name = "store committer" };
        _committer.Start();
        _housework = KeepHouseAsync(_closing.Token);
    }

    /// <summary>Opens the store in the folder, or makes it.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it open, or its file is damaged.</exception>
    public static ValueTask<EmbeddedStore> OpenAsync(EmbeddedStoreOptions options, TimeProvider time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // Whatever the process lets others see by default, what is stored is its owner's.
        Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        FileStream fileLock;
        try { fileLock = new FileStream(Path.Combine(options.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException e) { throw new StoreUnavailableException($"the data store {options.Folder} is in use by another process", e); }
        try { return new(new EmbeddedStore(options, time, fileLock)); }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellation) => new(_engine.Range(request));

    /// <inheritdoc/>
    public async ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation)
    {
        var work = new Work(transaction, null);
        if (!_waiting.Writer.TryWrite(work)) { throw Refusal(); }
        // Once it waits it may happen: whoever gives up does not know. So there is no cancelling here.
        return (TransactionResult)(await work.Done.Task.ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, CancellationToken cancellation) =>
        _engine.WatchAsync(request, _time, _progressEvery, cancellation);

    /// <inheritdoc/>
    public ValueTask CompactAsync(long revision, CancellationToken cancellation) => OnCommitterAsync(() =>
    {
        var dropped = _engine.Compact(revision);
        _log.Compact(revision, _engine.Revision, dropped);
    });

    /// <inheritdoc/>
    public async ValueTask<long> GrantLeaseAsync(long timeToLiveSeconds, CancellationToken cancellation)
    {
        var id = _leases.Grant(timeToLiveSeconds);
        await OnCommitterAsync(() => _log.AddLease(id, timeToLiveSeconds)).ConfigureAwait(false);
        return id;
    }

    /// <summary>A lease whose id its owner chose; false: there is one of that id already.</summary>
    public async ValueTask<bool> TryGrantLeaseAsync(long leaseId, long timeToLiveSeconds)
    {
        if (!_leases.TryGrant(leaseId, timeToLiveSeconds)) { return false; }
        await OnCommitterAsync(() => _log.AddLease(leaseId, timeToLiveSeconds)).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<long> KeepAliveAsync(long leaseId, CancellationToken cancellation) => new(_leases.KeepAlive(leaseId));

    /// <inheritdoc/>
    public ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellation) => OnCommitterAsync(() => EndLease(leaseId));

    /// <inheritdoc/>
    public ValueTask<StoreStatus> GetStatusAsync(CancellationToken cancellation) =>
        new(new StoreStatus(_engine.Revision, _engine.CompactRevision, Length("store.db") + Length("store.db-wal")));

    /// <summary>A lease's time to live when it was granted and what is left of it, in seconds, and the keys bound to it; null: there is no such lease.</summary>
    public (long GrantedSeconds, long LeftSeconds, IReadOnlyList<byte[]> Keys)? FindLease(long leaseId) =>
        _leases.Find(leaseId) is var (granted, left) ? (granted, left, _engine.KeysOf(leaseId)) : null;

    /// <summary>The leases there are.</summary>
    public IReadOnlyList<long> Leases() => _leases.All();

    /// <summary>Gives back to the disk what compactions have freed. Writes wait meanwhile.</summary>
    /// <exception cref="StoreUnavailableException">The disk has no room for the copy that is made.</exception>
    public ValueTask DefragmentAsync() => OnCommitterAsync(_log.Defragment);

    /// <summary>Writes a copy of everything to a new file; a store is made of it again by putting it in a folder as store.db.</summary>
    /// <exception cref="StoreUnavailableException">The file is there already or cannot be written.</exception>
    public ValueTask SnapshotAsync(string path) => OnCommitterAsync(() => _log.Snapshot(path));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) { return; }
        await _closing.CancelAsync().ConfigureAwait(false);
        await _housework.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waiting.Writer.TryComplete();
        _committer.Join();
        _log.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    // The keys and the lease go together; when the disk refuses, both stay and the next tick tries again.
    private void EndLease(long leaseId)
    {
        if (!_leases.Has(leaseId)) { return; }
        _engine.Apply(new Transaction([], [.. _engine.KeysOf(leaseId).Select(static k => new DeleteOperation(k))]), _leases);
        try { _log.Append(_engine.Unpublished, leaseId); }
        catch (SqliteException)
        {
            _engine.Rollback();
            throw;
        }
        _leases.Remove(leaseId);
        _engine.Publish();
    }

    private async ValueTask OnCommitterAsync(Action action)
    {
        var work = new Work(null, action);
        if (!_waiting.Writer.TryWrite(work)) { throw Refusal(); }
        await work.Done.Task.ConfigureAwait(false);
    }

    private long Length(string name) => new FileInfo(Path.Combine(_options.Folder, name)) is { Exists: true } file ? file.Length : 0;

    private StoreUnavailableException Refusal() =>
        new(_closing.IsCancellationRequested ? "the data store is closed" : $"the data store has {_options.WaitingMax} writes waiting for the disk");

    private void CommitAll()
    {
        var group = new List<(Work Work, TransactionResult Result)>();
        var reader = _waiting.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < _options.GroupMax && reader.TryRead(out var work))
            {
                if (work.Transaction is { } transaction) { Apply(work, transaction, group); }
                else
                {
                    Commit(group);
                    Do(work);
                }
            }
            Commit(group);
        }
    }

    private void Apply(Work work, Transaction transaction, List<(Work, TransactionResult)> group)
    {
        try { group.Add((work, _engine.Apply(transaction, _leases))); }
        // Whatever a splice throws is its own writer's: the engine has taken it back, and the thread of all writers must live.
        catch (Exception e) { work.Done.SetException(e); }
    }

    private void Commit(List<(Work Work, TransactionResult Result)> group)
    {
        if (group.Count == 0) { return; }
        try
        {
            if (_engine.Unpublished.Count > 0) { _log.Append(_engine.Unpublished); }
            _engine.Publish();
            foreach (var (work, result) in group) { work.Done.SetResult(result); }
            _engine.Age();
        }
        catch (SqliteException e)
        {
            _engine.Rollback();
            foreach (var (work, _) in group) { work.Done.SetException(new StoreUnavailableException($"the data store cannot write: {e.Message}", e)); }
        }
        group.Clear();
    }

    private static void Do(Work work)
    {
        try
        {
            work.Action!();
            work.Done.SetResult(null);
        }
        catch (SqliteException e) { work.Done.SetException(new StoreUnavailableException($"the data store cannot write: {e.Message}", e)); }
        catch (Exception e) when (e is CompactedException or FutureRevisionException) { work.Done.SetException(e); }
    }

    private async Task KeepHouseAsync(CancellationToken cancellation)
    {
        var nextCompaction = _time.GetUtcNow() + _houseworkEvery;
        using var timer = new PeriodicTimer(_leasesLookedAtEvery, _time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            try { nextCompaction = await KeepHouseOnceAsync(nextCompaction, cancellation).ConfigureAwait(false); }
            // The disk refuses: the same is due again at the next tick.
            catch (StoreUnavailableException) { continue; }
        }
    }

    private async ValueTask<DateTimeOffset> KeepHouseOnceAsync(DateTimeOffset nextCompaction, CancellationToken cancellation)
    {
        foreach (var id in _leases.Ended()) { await RevokeLeaseAsync(id, cancellation).ConfigureAwait(false); }
        var now = _time.GetUtcNow();
        if (now < nextCompaction) { return nextCompaction; }
        _past.Enqueue((now, _engine.Revision));
        var revision = 0L;
        while (_past.TryPeek(out var past) && past.At <= now - _options.HistoryKept) { revision = _past.Dequeue().Revision; }
        if (revision > _engine.CompactRevision) { await CompactAsync(revision, cancellation).ConfigureAwait(false); }
        return now + _houseworkEvery;
    }

    private sealed record Work(Transaction? Transaction, Action? Action)
    {
        public TaskCompletionSource<object?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
