using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Scheduler.Snapshot;

/// <summary>A node with the pods on it, those too that are only assumed to come. Immutable: a change gives a new value.</summary>
public sealed class NodeState
{
    private NodeState(Node node, ResourceTotals allocatable, ImmutableArray<PodState> pods, ResourceTotals requested, ResourceTotals scoredRequested)
    {
        (Node, Allocatable, Pods, Requested, ScoredRequested) = (node, allocatable, pods, requested, scoredRequested);
        PodsMax = allocatable.Amount("pods");
        foreach (var pod in pods)
        {
            HasAffinityPods |= pod.HasPodAffinity;
            HasAntiAffinityPods |= pod.RequiredAntiAffinity.Count > 0;
        }
    }

    /// <summary>A node without pods.</summary>
    public static NodeState Of(Node node) => new(node, ResourceTotals.Of(node.Status.Allocatable), [], ResourceTotals.Zero, ResourceTotals.Zero);

    /// <summary>The node.</summary>
    public Node Node { get; }
    /// <summary>Its name.</summary>
    public string Name => Node.Metadata.Name ?? "";
    /// <summary>What pods may ask for in all.</summary>
    public ResourceTotals Allocatable { get; }
    /// <summary>How many pods it takes.</summary>
    public long PodsMax { get; }
    /// <summary>The pods on it.</summary>
    public ImmutableArray<PodState> Pods { get; }
    /// <summary>What they ask for in all.</summary>
    public ResourceTotals Requested { get; }
    /// <summary>The same with stand-ins for what they do not say.</summary>
    public ResourceTotals ScoredRequested { get; }
    /// <summary>One of the pods has an affinity to or against pods.</summary>
    public bool HasAffinityPods { get; }
    /// <summary>One of the pods keeps others away.</summary>
    public bool HasAntiAffinityPods { get; }

    /// <summary>The value of the node's label; null where it has none.</summary>
    public string? Label(string key) => Node.Metadata.Labels.TryGetValue(key, out var value) ? value : null;

    /// <summary>With another state of the node object.</summary>
    public NodeState With(Node node) => new(node, ResourceTotals.Of(node.Status.Allocatable), Pods, Requested, ScoredRequested);

    /// <summary>With one more pod.</summary>
    public NodeState With(PodState pod) => new(Node, Allocatable, Pods.Add(pod), Requested + pod.Requests, ScoredRequested + pod.ScoredRequests);

    /// <summary>Without the pod of that uid; this itself where it has none.</summary>
    public NodeState Without(string uid)
    {
        for (var i = 0; i < Pods.Length; i++)
        {
            if (Pods[i].Uid == uid)
            {
                return new(Node, Allocatable, Pods.RemoveAt(i), Requested - Pods[i].Requests, ScoredRequested - Pods[i].ScoredRequests);
            }
        }
        return this;
    }
}
