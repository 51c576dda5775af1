using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Serving;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Brings CPUs, memory and devices of a container together on as few memory nodes as the policy asks for, when its pod is let in.</summary>
/// <param name="policy">none, best-effort, restricted, single-numa-node.</param>
/// <param name="isByPod">All containers of a pod go to one place, not each to its own.</param>
/// <param name="nodes">The machine's memory nodes.</param>
public sealed class NodeTopology(string policy, bool isByPod, ImmutableArray<int> nodes)
{
    private readonly ConcurrentDictionary<(string Pod, string Container), ulong> _places = new();
    // One pod after the other: what one gets the next has not.
    private readonly Lock _turn = new();

    /// <summary>Everything goes where it goes.</summary>
    public static NodeTopology None { get; } = new("none", false, []);

    /// <summary>What is brought together, and what takes a container's part at once. Set before the first pod is let in.</summary>
    public IReadOnlyList<ITopologySource> Sources { get; set; } = [];

    /// <summary>Takes a container's CPUs and memory; called within the pod's admission.</summary>
    public Action<Pod, Container> Take { get; set; } = static (_, _) => { };

    /// <summary>Gives back what was taken for a pod that is not let in after all.</summary>
    public Action<string> GiveBack { get; set; } = static _ => { };

    /// <summary>What is counted.</summary>
    public AgentCounts Counts { get; init; } = new();

    /// <summary>The clock by which it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The memory nodes of a container, as bits; 0: it does not matter which.</summary>
    public ulong PlaceOf(string pod, string container) => _places.GetValueOrDefault((pod, container));

    /// <summary>Finds places for the pod's containers; returns why it cannot be let in, null: it can.</summary>
    public AdmissionRefusal? Admit(Pod pod)
    {
        if (policy == "none") { return null; }
        var began = Time.GetTimestamp();
        Counts.TopologyAdmissions.Add(1);
        var refusal = Place(pod);
        if (refusal is not null) { Counts.TopologyErrors.Add(1); }
        Counts.TopologyMilliseconds.Observe(Time.GetElapsedTime(began).TotalMilliseconds);
        return refusal;
    }

    private AdmissionRefusal? Place(Pod pod)
    {
        var uid = pod.Metadata.Uid ?? "";
        lock (_turn)
        {
            try
            {
                foreach (var together in Groups(pod))
                {
                    var (best, isAdmitted) = TopologyHints.Merge(policy, [.. Sources.SelectMany(s => s.HintsOf(pod, together))], nodes);
                    if (!isAdmitted) { return Refuse(uid, "TopologyAffinityError", "Resources cannot be allocated with Topology locality"); }
                    foreach (var container in together)
                    {
                        _places[(uid, container.Name)] = best.Nodes;
                        Take(pod, container);
                    }
                }
                return null;
            }
            catch (ContainerConfigException e) { return Refuse(uid, "UnexpectedAdmissionError", $"Allocate failed due to {e.Message}, which is unexpected"); }
        }
    }

    /// <summary>The pod is gone.</summary>
    public void Release(string pod)
    {
        foreach (var key in _places.Keys.Where(k => k.Pod == pod)) { _places.TryRemove(key, out _); }
    }

    private AdmissionRefusal Refuse(string uid, string reason, string message)
    {
        Release(uid);
        GiveBack(uid);
        return new(reason, message);
    }

    private IEnumerable<IReadOnlyList<Container>> Groups(Pod pod)
    {
        var containers = PodContainers.Of(pod.Spec).Where(static c => c.Role is ContainerRole.Main or ContainerRole.Sidecar).Select(static c => c.Spec).ToList();
        return isByPod ? [containers] : containers.Select(static c => (IReadOnlyList<Container>)[c]);
    }
}
