using System.Collections.Immutable;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Framework;

/// <summary>Decides where a pod goes. Pure: the same snapshot and number give the same answer.</summary>
public static class Planner
{
    private const int ScoredAlways = 100;

    /// <summary>
    /// The best of the nodes that take it. <paramref name="start"/> rotates where the search begins and, in large clusters, lets it end when
    /// enough nodes are found; it also breaks ties.
    /// </summary>
    public static SchedulingDecision Decide(PodState pod, ClusterSnapshot cluster, Profile profile, int start)
    {
        var filters = Prepare(pod, cluster, profile);
        var rejections = ImmutableDictionary.CreateBuilder<string, Rejection>(StringComparer.Ordinal);
        var enough = Enough(cluster.Nodes.Length);
        var fitting = new List<NodeState>();
        for (var i = 0; i < cluster.Nodes.Length && fitting.Count < enough; i++)
        {
            var node = cluster.Nodes[(i + start) % cluster.Nodes.Length];
            if (Reject(node, filters) is { } rejection) { rejections[node.Name] = rejection; }
            else { fitting.Add(node); }
        }
        var chosen = fitting.Count switch { 0 => "", 1 => fitting[0].Name, _ => Best(pod, cluster, profile, [.. fitting], start) };
        return new(chosen, rejections.ToImmutable(), cluster.Nodes.Length);
    }

    /// <summary>The functions to ask of each node.</summary>
    public static ImmutableArray<NodeFilter> Prepare(PodState pod, ClusterSnapshot cluster, Profile profile) =>
        [.. profile.Filters.Select(f => f.Prepare(pod, cluster)).OfType<NodeFilter>()];

    /// <summary>The first objection; null: the node takes the pod.</summary>
    public static Rejection? Reject(NodeState node, ImmutableArray<NodeFilter> filters)
    {
        foreach (var filter in filters)
        {
            if (filter(node) is { } rejection) { return rejection; }
        }
        return null;
    }

    private static string Best(PodState pod, ClusterSnapshot cluster, Profile profile, NodeState[] nodes, int start)
    {
        var totals = new long[nodes.Length];
        var scores = new long[nodes.Length];
        foreach (var (plugin, weight) in profile.Scores)
        {
            Array.Clear(scores);
            if (!plugin.Score(pod, cluster, nodes, scores)) { continue; }
            for (var i = 0; i < nodes.Length; i++) { totals[i] += scores[i] * weight; }
        }
        var best = totals.Max();
        var equals = Enumerable.Range(0, nodes.Length).Where(i => totals[i] == best).ToArray();
        return nodes[equals[start % equals.Length]].Name;
    }

    // Source: Scheduler Performance Tuning: of large clusters a share is looked at, 50 % less one for each 125 nodes, at least 5 %.
    private static int Enough(int nodes) => nodes < ScoredAlways ? nodes : Math.Max(ScoredAlways, nodes * Math.Max(5, 50 - (nodes / 125)) / 100);
}
