using KubeSharp.Controllers.Nodes;
using KubeSharp.Hosting.Flags;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-controller-manager that say when nodes count as lost, and how fast their pods leave.</summary>
internal sealed class NodeHealthFlags(FlagSet flags)
{
    private static readonly NodeHealthOptions _usual = new();
    private readonly Flag<TimeSpan> _period = flags.Period("node-monitor-period", _usual.LookEvery, "how often nodes are looked at");
    private readonly Flag<TimeSpan> _grace = flags.Period("node-monitor-grace-period", _usual.GracePeriod, "a node that says nothing for so long is unknown");
    private readonly Flag<TimeSpan> _startup = flags.Period("node-startup-grace-period", _usual.StartupGracePeriod, "the same for one that has never said how it is");
    private readonly Flag<double> _rate = flags.Number("node-eviction-rate", _usual.EvictionRate, "nodes a second whose pods begin to leave, in a zone that is well or wholly gone");
    private readonly Flag<double> _secondaryRate = flags.Number("secondary-node-eviction-rate", _usual.SecondaryEvictionRate, "the same in a large zone of which much is gone; 0 in a smaller one");
    private readonly Flag<int> _large = flags.Whole("large-cluster-size-threshold", _usual.LargeZoneNodes, "a zone of more nodes is large");
    private readonly Flag<double> _share = flags.Number("unhealthy-zone-threshold", _usual.UnhealthyZoneShare, "share of nodes that are not ready, at least three, from which much of a zone is gone");

    /// <summary>What they say.</summary>
    public NodeHealthOptions Read() => new()
    {
        LookEvery = _period.Value,
        GracePeriod = _grace.Value,
        StartupGracePeriod = _startup.Value,
        EvictionRate = _rate.Value,
        SecondaryEvictionRate = _secondaryRate.Value,
        LargeZoneNodes = _large.Value,
        UnhealthyZoneShare = _share.Value,
    };
}
