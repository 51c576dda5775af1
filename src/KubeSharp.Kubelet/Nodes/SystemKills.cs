using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>Tells as an event of the node that the kernel ended a process of the system for want of memory. Source: Node-pressure Eviction, node out of memory behavior.</summary>
internal sealed class SystemKills(Func<IReadOnlyList<SystemKill>>? take, NodeEvents events, TimeProvider time)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(10);

    /// <summary>Looks until the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(_lookEvery, time, cancellation);
            foreach (var kill in take?.Invoke() ?? []) { events.Record(true, "SystemOOM", $"System OOM encountered, victim process: {kill.Process}, pid: {kill.Pid}"); }
        }
    }
}
