namespace KubeSharp.Scheduler.Snapshot;

/// <summary>Pods for which others make room on a node: until they are there, nobody of lower priority may take it. Source: Pod Priority and Preemption, nominated node.</summary>
public sealed class NominatedPods
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (PodState Pod, string NodeName)> _pods = new(StringComparer.Ordinal);

    /// <summary>Room is made for the pod on the node.</summary>
    public void Put(PodState pod, string nodeName)
    {
        lock (_lock) { _pods[pod.Uid] = (pod, nodeName); }
    }

    /// <summary>The pod needs no room any more.</summary>
    public void Remove(string uid)
    {
        lock (_lock) { _pods.Remove(uid); }
    }

    /// <summary>The node where room is made for the pod; empty: none.</summary>
    public string NodeOf(string uid)
    {
        lock (_lock) { return _pods.TryGetValue(uid, out var there) ? there.NodeName : ""; }
    }

    /// <summary>The cluster as the pod may use it: with all nominated pods of at least its priority in their places.</summary>
    public ClusterSnapshot Reserve(ClusterSnapshot cluster, PodState pod)
    {
        (PodState Pod, string NodeName)[] reserved;
        lock (_lock)
        {
            if (_pods.Count == 0) { return cluster; }
            reserved = [.. _pods.Values.Where(n => n.Pod.Priority >= pod.Priority && n.Pod.Uid != pod.Uid)];
        }
        foreach (var (other, name) in reserved)
        {
            if (cluster.Nodes.FirstOrDefault(n => n.Name == name) is { } node) { cluster = cluster.With(node.With(other)); }
        }
        return cluster;
    }
}
