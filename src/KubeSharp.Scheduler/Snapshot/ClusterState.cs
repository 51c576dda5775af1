using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Scheduler.Snapshot;

/// <summary>Nodes with their pods, followed from events; pods that were just given a node are assumed there until the event says so.</summary>
public sealed class ClusterState
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NodeState> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nodeOfPod = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PodState>> _unplaced = new(StringComparer.Ordinal);
    private ImmutableArray<NodeState>? _snapshot;

    /// <summary>The nodes now, by name.</summary>
    public ImmutableArray<NodeState> Nodes
    {
        get { lock (_lock) { return _snapshot ??= [.. _nodes.Values.OrderBy(static n => n.Name, StringComparer.Ordinal)]; } }
    }

    /// <summary>A node came or changed.</summary>
    public void PutNode(Node node)
    {
        lock (_lock)
        {
            var name = node.Metadata.Name ?? "";
            var state = _nodes.TryGetValue(name, out var there) ? there.With(node) : NodeState.Of(node);
            if (_unplaced.Remove(name, out var early)) { state = early.Aggregate(state, static (s, p) => s.With(p)); }
            Set(name, state);
        }
    }

    /// <summary>A node is gone.</summary>
    public void RemoveNode(string name)
    {
        lock (_lock)
        {
            if (!_nodes.Remove(name, out var state)) { return; }
            if (!state.Pods.IsEmpty) { _unplaced[name] = [.. state.Pods]; }
            _snapshot = null;
        }
    }

    /// <summary>A pod is on a node, or is assumed to come to it.</summary>
    public void PutPod(PodState pod, string nodeName)
    {
        lock (_lock)
        {
            Take(pod.Uid);
            if (pod.Pod.IsFinished()) { return; }
            _nodeOfPod[pod.Uid] = nodeName;
            if (_nodes.TryGetValue(nodeName, out var state)) { Set(nodeName, state.With(pod)); }
            else
            {
                if (!_unplaced.TryGetValue(nodeName, out var waiting)) { _unplaced[nodeName] = waiting = []; }
                waiting.Add(pod);
            }
        }
    }

    /// <summary>A pod is gone, finished, or was not given the node after all.</summary>
    public void RemovePod(string uid)
    {
        lock (_lock) { Take(uid); }
    }

    private void Take(string uid)
    {
        if (!_nodeOfPod.Remove(uid, out var name)) { return; }
        if (_nodes.TryGetValue(name, out var state)) { Set(name, state.Without(uid)); }
        else if (_unplaced.TryGetValue(name, out var waiting)) { waiting.RemoveAll(p => p.Uid == uid); }
    }

    // The order of the nodes is made anew only when one comes or goes.
    private void Set(string name, NodeState state)
    {
        var isNew = !_nodes.ContainsKey(name);
        _nodes[name] = state;
        if (isNew || _snapshot is not { } snapshot)
        {
            _snapshot = null;
            return;
        }
        var (low, high) = (0, snapshot.Length - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(snapshot[middle].Name, name) < 0) { low = middle + 1; } else { high = middle; }
        }
        _snapshot = snapshot.SetItem(low, state);
    }
}
