using System.Collections.Concurrent;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Fills the caches of all resources from one watch of the store, and knows up to which revision they are.</summary>
public sealed class CacheFeed(IStore store, Func<string, KindRules> rules, TimeProvider time)
{
    // For a revision that a client names, and for what the store holds already: the caches are behind only where the machine is starved.
    private static readonly TimeSpan _waitMax = TimeSpan.FromSeconds(3), _catchUpMax = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, ResourceCache> _caches = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision;

    /// <summary>All caches hold everything up to this revision.</summary>
    public long Revision => Volatile.Read(ref _revision);

    /// <summary>What this server itself has just written.</summary>
    public WrittenTrees Written { get; } = new();

    /// <summary>The cache of the resource (qualified plural).</summary>
    public ResourceCache Cache(string resource) => _caches.GetOrAdd(resource, static (name, self) => self.NewCache(name), this);

    /// <summary>How many objects each resource has.</summary>
    public IEnumerable<(string Resource, int Count)> Counts() => _caches.OrderBy(static c => c.Key, StringComparer.Ordinal).Select(static c => (c.Key, c.Value.Snapshot.Count));

    /// <summary>Reads all there is; call once, before anything else.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        var all = await store.RangeAsync(new RangeRequest("/registry/"u8.ToArray(), "/registry0"u8.ToArray()), cancellation).ConfigureAwait(false);
        Volatile.Write(ref _revision, all.Revision);
        foreach (var group in all.Items.GroupBy(static i => KeyNames.Resource(i.Key.Span)))
        {
            if (group.Key.Length > 0) { Cache(group.Key).Load(group, all.Revision); }
        }
    }

    /// <summary>Follows the store until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var touched = new HashSet<ResourceCache>();
        var request = new WatchRequest("/registry/"u8.ToArray(), "/registry0"u8.ToArray(), Revision + 1, ProgressMarks: true);
        await foreach (var batch in store.WatchAsync(request, cancellation).ConfigureAwait(false))
        {
            touched.Clear();
            foreach (var change in batch.Events)
            {
                var cache = Cache(KeyNames.Resource(change.Item.Key.Span));
                cache.Take(change);
                touched.Add(cache);
            }
            Volatile.Write(ref _revision, batch.Revision);
            foreach (var cache in touched) { cache.Wake(); }
            Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>Waits until the caches are as new as the store is now: what is read after that is no older than this call.</summary>
    /// <exception cref="StatusException">504: they are not within half a minute.</exception>
    public async ValueTask CatchUpAsync(CancellationToken cancellation)
    {
        var now = await store.RangeAsync(_nothing, cancellation).ConfigureAwait(false);
        if (!await WaitAsync(now.Revision, _catchUpMax, cancellation).ConfigureAwait(false)) { throw TooLarge(now.Revision, Revision); }
    }

    /// <summary>The same, for what has happened already: false where they are not within half a minute.</summary>
    public async ValueTask<bool> TryCatchUpAsync(CancellationToken cancellation) =>
        await WaitAsync((await store.RangeAsync(_nothing, cancellation).ConfigureAwait(false)).Revision, _catchUpMax, cancellation).ConfigureAwait(false);

    /// <summary>Waits for the caches to reach a revision that somebody has seen.</summary>
    /// <exception cref="StatusException">504: they do not within three seconds.</exception>
    public async ValueTask RequireAsync(long revision, CancellationToken cancellation)
    {
        if (!await WaitAsync(revision, cancellation).ConfigureAwait(false)) { throw TooLarge(revision, Revision); }
    }

    /// <summary>The revision is not there yet; it may be in a moment.</summary>
    public static StatusException TooLarge(long revision, long current) => new(new Status(504, StatusReason.Timeout, $"Timeout: Too large resource version: {revision}, current: {current}")
    {
        RetryAfterSeconds = 1,
        Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")],
    });

    /// <summary>Waits until the caches are at the revision; false where they are not after three seconds.</summary>
    public ValueTask<bool> WaitAsync(long revision, CancellationToken cancellation) => WaitAsync(revision, _waitMax, cancellation);

    private async ValueTask<bool> WaitAsync(long revision, TimeSpan most, CancellationToken cancellation)
    {
        if (Revision >= revision) { return true; }
        var end = time.GetUtcNow() + most;
        while (true)
        {
            var moved = _moved.Task;
            if (Revision >= revision) { return true; }
            var left = end - time.GetUtcNow();
            if (left <= TimeSpan.Zero) { return false; }
            try { await moved.WaitAsync(left, time, cancellation).ConfigureAwait(false); }
            catch (TimeoutException) { return Revision >= revision; }
        }
    }

    private static readonly RangeRequest _nothing = new("\u0001"u8.ToArray(), default, CountOnly: true);

    private ResourceCache NewCache(string resource)
    {
        var cache = new ResourceCache(rules(resource), Written);
        cache.Load([], Revision);
        return cache;
    }
}
