namespace KubeSharp.Kubelet.Images;

/// <summary>How fast pulls may begin. Source: kubelet configuration, registryPullQPS and registryBurst.</summary>
/// <param name="perSecond">In the long run; 0: any number.</param>
/// <param name="burst">At once.</param>
/// <param name="time">The clock.</param>
internal sealed class PullRate(int perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Whether one may begin now; then it counts.</summary>
    public bool TryTake()
    {
        if (perSecond == 0) { return true; }
        lock (_gate)
        {
            var now = time.GetTimestamp();
            (_left, _at) = (Math.Min(burst, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond)), now);
            if (_left < 1) { return false; }
            _left--;
            return true;
        }
    }
}
