namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>How long a container waits before it is started again. Source: Pod Lifecycle, container restart policy.</summary>
/// <param name="Delay">Wait after its last end; zero: it was never restarted.</param>
/// <param name="Since">When the delay was set.</param>
public readonly record struct RestartBackoff(TimeSpan Delay, DateTimeOffset Since)
{
    /// <summary>First delay in seconds.</summary>
    public const int InitialSeconds = 10;
    /// <summary>Longest delay in seconds.</summary>
    public const int MaxSeconds = 300;
    /// <summary>Seconds without trouble after which it begins anew.</summary>
    public const int ForgetSeconds = 600;

    /// <summary>When a container that ended at this time may start again. An end that is still to come was stamped before the clock was set back: it is not waited for.</summary>
    public DateTimeOffset StartsAt(DateTimeOffset finished, DateTimeOffset now) => finished > now ? now : finished - Since > TimeSpan.FromSeconds(ForgetSeconds) ? finished : finished + Delay;

    /// <summary>The delay after one more restart, of so many seconds at most.</summary>
    public RestartBackoff Next(DateTimeOffset finished, DateTimeOffset now, int maxSeconds = MaxSeconds)
    {
        var fresh = Delay == TimeSpan.Zero || finished - Since > TimeSpan.FromSeconds(ForgetSeconds);
        var seconds = Math.Min(maxSeconds, fresh ? InitialSeconds : Delay.TotalSeconds * 2);
        return new RestartBackoff(TimeSpan.FromSeconds(seconds), now);
    }
}
