namespace KubeSharp.Controllers.Nodes;

/// <summary>When nodes count as lost, and how fast their pods are made to leave. Source: kube-controller-manager.</summary>
public sealed record NodeHealthOptions
{
    /// <summary>A node that says nothing for so long is Unknown (--node-monitor-grace-period).</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(50);
    /// <summary>The same for one that has never said how it is (--node-startup-grace-period).</summary>
    public TimeSpan StartupGracePeriod { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>How often nodes are looked at (--node-monitor-period).</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);
    /// <summary>Nodes a second whose pods begin to leave, in a zone that is well or wholly gone (--node-eviction-rate).</summary>
    public double EvictionRate { get; init; } = 0.1;
    /// <summary>The same in a large zone of which much is gone; in a smaller one nobody leaves (--secondary-node-eviction-rate).</summary>
    public double SecondaryEvictionRate { get; init; } = 0.01;
    /// <summary>A zone of more nodes is large (--large-cluster-size-threshold).</summary>
    public int LargeZoneNodes { get; init; } = 50;
    /// <summary>The share of nodes that are not ready, at least three, from which much of a zone is gone (--unhealthy-zone-threshold).</summary>
    public double UnhealthyZoneShare { get; init; } = 0.55;
}
