using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Metrics;

namespace KubeSharp.Scheduler;

/// <summary>How the scheduler works.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The plug-ins; default upstream's.</summary>
    public Profile Profile { get; init; } = Profile.Default;
    /// <summary>What is counted.</summary>
    public SchedulerMetrics Metrics { get; init; } = new();
    /// <summary>Bindings on their way at once.</summary>
    public int BindingsMax { get; init; } = 100;
    /// <summary>Several schedulers may run, one leads. Off where there is only one.</summary>
    public bool ElectsLeader { get; init; }
    /// <summary>Name of this candidate.</summary>
    public string Identity { get; init; } = Environment.MachineName;
}
