namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Wakes one waiting loop; several wakes before it looks count as one.</summary>
internal sealed class PodSignal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes the loop, now or at its next wait.</summary>
    public void Set()
    {
        lock (_gate) { _woken.TrySetResult(); }
    }

    /// <summary>Waits for a wake, until the time at most.</summary>
    public async Task WaitAsync(DateTimeOffset? until, CancellationToken cancellation)
    {
        Task woken;
        lock (_gate) { woken = _woken.Task; }
        if (until is { } at)
        {
            var left = at - time.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                await Task.WhenAny(woken, Task.Delay(left, time, stop.Token));
                await stop.CancelAsync();
            }
        }
        else { await woken.WaitAsync(cancellation); }
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_woken.Task.IsCompleted) { _woken = new(TaskCreationOptions.RunContinuationsAsynchronously); }
        }
    }
}
