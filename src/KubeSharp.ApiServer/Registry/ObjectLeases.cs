using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Leases of the store for objects that go by themselves some time after they were last written: events. Objects written shortly after one another
/// share a lease, so that it costs next to nothing. Source: kube-apiserver, --event-ttl, --lease-reuse-duration-seconds.
/// </summary>
/// <param name="store">Grants them.</param>
/// <param name="lifetime">How long an object stays at least; zero: it stays.</param>
/// <param name="time">The clock.</param>
public sealed class ObjectLeases(IStore store, TimeSpan lifetime, TimeProvider time)
{
    private const int ObjectsMax = 1000;
    private static readonly TimeSpan _sharedMax = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lease;
    private DateTimeOffset _end;
    private int _objects;

    /// <summary>The lease to write an object under; 0: none.</summary>
    public async ValueTask<long> TakeAsync(CancellationToken cancellation)
    {
        if (lifetime <= TimeSpan.Zero) { return 0; }
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_lease == 0 || _objects >= ObjectsMax || time.GetUtcNow() + lifetime > _end) { await GrantAsync(cancellation).ConfigureAwait(false); }
            _objects++;
            return _lease;
        }
        finally { _turn.Release(); }
    }

    /// <summary>The store does not know this one any more: the next object gets another.</summary>
    public void Forget(long lease) => Interlocked.CompareExchange(ref _lease, 0, lease);

    private async ValueTask GrantAsync(CancellationToken cancellation)
    {
        var shared = lifetime / 20 < _sharedMax ? lifetime / 20 : _sharedMax;
        var seconds = (long)Math.Ceiling((lifetime + shared).TotalSeconds);
        _lease = await store.GrantLeaseAsync(seconds, cancellation).ConfigureAwait(false);
        (_end, _objects) = (time.GetUtcNow().AddSeconds(seconds), 0);
    }
}
