using System.Globalization;
using System.Text;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// Tells etcd every few minutes to forget its history up to where it stood the time before. Of several API servers one does it, which the version of a
/// key decides; the key is upstream's, so that servers of both kinds take turns. Source: kube-apiserver, --etcd-compaction-interval.
/// </summary>
public sealed class StoreCompaction(IStore store, TimeSpan interval, TimeProvider time)
{
    private static readonly byte[] _key = "compact_rev_key"u8.ToArray();
    private long _version;
    private long _revision;

    /// <summary>Takes a turn each interval until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                try { await TakeTurnAsync(cancellation).ConfigureAwait(false); }
                // What could not be done now is done at the next turn.
                catch (StoreUnavailableException) { }
            }
        }
        catch (OperationCanceledException) { }
    }

    /// <summary>Compacts to where the store stood at the turn before, unless another server has done so since; true: it did.</summary>
    /// <exception cref="StoreUnavailableException">etcd cannot be reached.</exception>
    public async ValueTask<bool> TakeTurnAsync(CancellationToken cancellation)
    {
        var turn = new Transaction([new Comparison(_key, CompareTarget.Version, CompareOperator.Equal, _version)],
            [new PutOperation(_key, Encoding.ASCII.GetBytes(_revision.ToString(CultureInfo.InvariantCulture)))], [new RangeOperation(new RangeRequest(_key))]);
        var result = await store.CommitAsync(turn, cancellation).ConfigureAwait(false);
        var past = _revision;
        _revision = result.Revision;
        if (!result.Succeeded)
        {
            _version = result.Results[0].Items is [var item] ? item.Version : 0;
            return false;
        }
        _version++;
        if (past == 0) { return false; }
        try { await store.CompactAsync(past, cancellation).ConfigureAwait(false); }
        catch (CompactedException) { return false; }
        return true;
    }
}
