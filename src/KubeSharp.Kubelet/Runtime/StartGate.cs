namespace KubeSharp.Kubelet.Runtime;

/// <summary>
/// Lets a few sandboxes and containers start at a time. Where many start at once each takes longer, and containerd makes mistakes: it gives its shim
/// a tenth of a second to be found, and where that was too short a pod has two shims, of which containerd forgets the first when it is started anew,
/// and the pod with it. Who has waited for long goes through all the same: starts that hang must not keep others from theirs.
/// </summary>
/// <param name="width">Starts at a time.</param>
/// <param name="patience">How long one waits at most.</param>
/// <param name="time">Clock.</param>
public sealed class StartGate(int width, TimeSpan patience, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(width, width);

    /// <summary>A start, after those that are under way.</summary>
    public async Task<T> PassAsync<T>(Func<Task<T>> start, CancellationToken cancellation)
    {
        var isCounted = await HasPlaceAsync(cancellation);
        try { return await start(); }
        finally
        {
            if (isCounted) { _free.Release(); }
        }
    }

    private async Task<bool> HasPlaceAsync(CancellationToken cancellation)
    {
        if (_free.Wait(0, CancellationToken.None)) { return true; }
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _free.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return false; }
    }
}
