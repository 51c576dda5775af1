using System.Collections.Immutable;
using KubeSharp.Scheduler.Plugins;

namespace KubeSharp.Scheduler.Framework;

/// <summary>The plug-ins that decide, in their order, scores with their weights. Source: Scheduler Configuration, default plug-ins.</summary>
public sealed record Profile(string SchedulerName, ImmutableArray<IFilterPlugin> Filters, ImmutableArray<(IScorePlugin Plugin, int Weight)> Scores)
{
    /// <summary>Upstream's default profile.</summary>
    public static Profile Default { get; } = MakeDefault();

    private static Profile MakeDefault()
    {
        var (taints, affinity, fit, spread, pods) = (new TaintToleration(), new NodeAffinityPlugin(), new NodeResourcesFit(), new PodTopologySpread(), new InterPodAffinity());
        return new("default-scheduler",
            [new NodeUnschedulable(), new NodeName(), taints, affinity, new NodePorts(), fit, new VolumeBinding(), new DynamicResources(), spread, pods],
            [(taints, 3), (affinity, 2), (fit, 1), (spread, 2), (pods, 2), (new NodeResourcesBalancedAllocation(), 1), (new ImageLocality(), 1)]);
    }
}
