using System.Collections.Immutable;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Preemption;

/// <summary>Finds the node where evicting pods of lower priority makes room at the least harm. Pure. Source: Pod Priority and Preemption.</summary>
public static class Preemptor
{
    private const int CandidatesMax = 100;

    /// <summary>The node and the pods to evict from it; null: nothing helps.</summary>
    public static (string NodeName, ImmutableArray<PodState> Victims)? Plan(PodState pod, ClusterSnapshot cluster, SchedulingDecision decision, Profile profile)
    {
        if (pod.Pod.Spec.PreemptionPolicy == "Never") { return null; }
        var candidates = new List<(NodeState Node, ImmutableArray<PodState> Victims, int Violations)>();
        foreach (var node in cluster.Nodes)
        {
            if (!decision.Rejections.TryGetValue(node.Name, out var rejection) || !rejection.IsResolvable) { continue; }
            if (Victims(pod, node, cluster, profile) is { } found) { candidates.Add((node, found.Victims, found.Violations)); }
            if (candidates.Count == CandidatesMax) { break; }
        }
        if (candidates.Count == 0) { return null; }
        var best = candidates
            .OrderBy(static c => c.Violations)
            .ThenBy(static c => c.Victims.Max(static v => v.Priority))
            .ThenBy(static c => c.Victims.Sum(static v => (long)v.Priority + int.MaxValue + 1))
            .ThenBy(static c => c.Victims.Length)
            .ThenByDescending(static c => c.Victims.Where(v => v.Priority == c.Victims.Max(static p => p.Priority)).Min(static v => v.Pod.Status.StartTime ?? DateTimeOffset.MaxValue))
            .First();
        return (best.Node.Name, best.Victims);
    }

    // All pods of lower priority go, then as many as possible come back: those that a budget protects first, then by priority.
    private static (ImmutableArray<PodState> Victims, int Violations)? Victims(PodState pod, NodeState node, ClusterSnapshot cluster, Profile profile)
    {
        var lower = node.Pods.Where(p => p.Priority < pod.Priority).ToArray();
        if (lower.Length == 0) { return null; }
        var emptied = lower.Aggregate(node, static (n, p) => n.Without(p.Uid));
        if (!Fits(pod, emptied, cluster, profile)) { return null; }
        var allowed = new Dictionary<string, int>(StringComparer.Ordinal);
        var isProtected = lower.ToDictionary(static p => p.Uid, p => IsProtected(p, cluster, allowed), StringComparer.Ordinal);
        var victims = ImmutableArray.CreateBuilder<PodState>();
        var state = emptied;
        foreach (var candidate in lower.OrderByDescending(p => isProtected[p.Uid]).ThenByDescending(static p => p.Priority).ThenBy(static p => p.Pod.Status.StartTime ?? DateTimeOffset.MaxValue))
        {
            var back = state.With(candidate);
            if (Fits(pod, back, cluster, profile)) { state = back; } else { victims.Add(candidate); }
        }
        return victims.Count == 0 ? null : (victims.ToImmutable(), victims.Count(v => isProtected[v.Uid]));
    }

    private static bool Fits(PodState pod, NodeState node, ClusterSnapshot cluster, Profile profile) =>
        Planner.Reject(node, Planner.Prepare(pod, cluster.With(node), profile)) is null;

    private static bool IsProtected(PodState pod, ClusterSnapshot cluster, Dictionary<string, int> allowed)
    {
        foreach (var budget in cluster.Budgets(pod.Namespace).Where(b => b.Spec.Selector.Matches(pod.Labels)))
        {
            var key = $"{pod.Namespace}/{budget.Metadata.Name}";
            var left = allowed.GetValueOrDefault(key, budget.Status.DisruptionsAllowed ?? 0) - 1;
            allowed[key] = left;
            if (left < 0) { return true; }
        }
        return false;
    }
}
