using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Nodes;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Resources;

/// <summary>
/// Limits of control groups above those of pods: all pods together leave the system and the agent what is kept for them, and these, where a group of theirs is named, have no more than that.
/// Source: Reserve Compute Resources for System Daemons.
/// </summary>
internal sealed class NodeBounds(NodeAgentOptions options, Machine machine, NodeEvents events, TimeProvider time)
{
    /// <summary>Sets them.</summary>
    /// <exception cref="ConfigurationException">A group that is to be bounded is not there.</exception>
    public void Apply()
    {
        foreach (var reserved in options.ReservedGroups)
        {
            if (!PodCgroups.Exists(reserved.Group))
            {
                var problem = $"Failed to enforce {reserved.Name} Cgroup Limits on \"{reserved.Group}\": \"{reserved.Group}\" cgroup does not exist";
                events.Record(true, "FailedNodeAllocatableEnforcement", problem);
                throw new ConfigurationException(problem);
            }
            PodCgroups.Reserve(reserved);
            events.Record(false, "NodeAllocatableEnforced", $"Updated limits on {reserved.Name.ToLowerInvariant()} cgroup {reserved.Group}");
        }
        if (!BoundsPods) { return; }
        BoundPods();
        events.Record(false, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
    }

    /// <summary>Follows the number of nodes that share the machine.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var shares = options.MachineShares();
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.StatusPeriodSeconds), time, cancellation);
            if (!BoundsPods || options.MachineShares() == shares) { continue; }
            shares = options.MachineShares();
            BoundPods();
        }
    }

    private bool BoundsPods => options.EnforcesAllocatable && options.CgroupRoot.Length > 0;

    // What eviction keeps free pods may use until it comes.
    private void BoundPods()
    {
        var allocatable = machine.Allocatable(options with { EvictionHard = [] });
        PodCgroups.Apply(options.CgroupRoot, new ContainerResources
        {
            CpuShares = ResourceConversion.Shares(allocatable["cpu"].MilliValue),
            CpuPeriodMicroseconds = ResourceConversion.QuotaPeriodMicroseconds,
            MemoryLimitBytes = allocatable["memory"].Value,
            PidsLimit = options.Reserved.TryGetValue("pid", out var kept) ? Math.Max(1, Machine.PidsMax() - kept.Value) : 0,
        });
    }
}
