using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Spreads pods over domains (zones, hosts). Source: Pod Topology Spread Constraints.</summary>
public sealed class PodTopologySpread : IFilterPlugin, IScorePlugin
{
    private const string HostKey = "kubernetes.io/hostname";
    private const string ZoneKey = "topology.kubernetes.io/zone";

    /// <inheritdoc cref="IFilterPlugin.Name"/>
    public string Name => "PodTopologySpread";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.Node | ClusterEvents.PodAssigned | ClusterEvents.PodRemoved;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        var constraints = Constraints(pod, "DoNotSchedule");
        if (constraints.Length == 0) { return null; }
        var counts = constraints.Select(c => Count(c, pod, cluster.Nodes.AsSpan(), constraints)).ToArray();
        var missing = new Rejection(Name, "node(s) didn't match pod topology spread constraints (missing required label)", false);
        var skewed = new Rejection(Name, "node(s) didn't match pod topology spread constraints", true);
        return node =>
        {
            for (var i = 0; i < constraints.Length; i++)
            {
                if (node.Label(constraints[i].TopologyKey) is not { } domain) { return missing; }
                var least = counts[i].Count < (constraints[i].MinDomains ?? 1) ? 0 : counts[i].Values.DefaultIfEmpty(0).Min();
                var self = Selector(constraints[i], pod).Matches(pod.Labels) ? 1 : 0;
                if (counts[i].GetValueOrDefault(domain) + self - least > constraints[i].MaxSkew) { return skewed; }
            }
            return null;
        };
    }

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        var constraints = Constraints(pod, "ScheduleAnyway");
        if (pod.Pod.Spec.TopologySpreadConstraints.Count == 0) { constraints = Defaults(cluster.OwnersSelector(pod)); }
        if (constraints.Length == 0) { return false; }
        var known = new bool[nodes.Length];
        for (var n = 0; n < nodes.Length; n++)
        {
            var node = nodes[n];
            known[n] = pod.Pod.Spec.TopologySpreadConstraints.Count == 0 || Array.TrueForAll(constraints, c => node.Label(c.TopologyKey) is not null);
        }
        var sums = new double[nodes.Length];
        foreach (var constraint in constraints)
        {
            var counts = Count(constraint, pod, cluster.Nodes.AsSpan(), pod.Pod.Spec.TopologySpreadConstraints.Count == 0 ? [] : constraints);
            // Few domains hold many pods each: the weight evens out constraints on zones with those on hosts.
            var weight = Math.Log(counts.Count + 2);
            for (var n = 0; n < nodes.Length; n++)
            {
                if (nodes[n].Label(constraint.TopologyKey) is { } domain) { sums[n] += (counts.GetValueOrDefault(domain) * weight) + constraint.MaxSkew - 1; }
            }
        }
        Scale(sums, known, scores);
        return true;
    }

    private static void Scale(double[] sums, bool[] known, Span<long> scores)
    {
        var (min, max) = (double.MaxValue, 0.0);
        for (var n = 0; n < sums.Length; n++)
        {
            if (known[n]) { (min, max) = (Math.Min(min, Math.Round(sums[n])), Math.Max(max, Math.Round(sums[n]))); }
        }
        for (var n = 0; n < sums.Length; n++)
        {
            scores[n] = !known[n] ? 0 : max == 0 ? IScorePlugin.ScoreMax : (long)(IScorePlugin.ScoreMax * (max + min - Math.Round(sums[n])) / max);
        }
    }

    private static TopologySpreadConstraint[] Constraints(PodState pod, string action) =>
        [.. pod.Pod.Spec.TopologySpreadConstraints.Where(c => c.WhenUnsatisfiable == action)];

    // The cluster's own defaults where a pod states none.
    private static TopologySpreadConstraint[] Defaults(LabelSelector? selector) => selector is null ? [] :
    [
        new() { MaxSkew = 3, TopologyKey = HostKey, WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = selector },
        new() { MaxSkew = 5, TopologyKey = ZoneKey, WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = selector },
    ];

    // How many pods that the constraint counts are in each domain that counts; domains without any are there with 0.
    private static Dictionary<string, int> Count(TopologySpreadConstraint constraint, PodState pod, ReadOnlySpan<NodeState> nodes, TopologySpreadConstraint[] all)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var selector = Selector(constraint, pod);
        foreach (var node in nodes)
        {
            if (node.Label(constraint.TopologyKey) is not { } domain || !Counts(constraint, pod, node) || Array.Exists(all, c => node.Label(c.TopologyKey) is null)) { continue; }
            var found = 0;
            foreach (var other in node.Pods)
            {
                if (other.Namespace == pod.Namespace && other.Pod.Metadata.DeletionTimestamp is null && selector.Matches(other.Labels)) { found++; }
            }
            counts[domain] = counts.GetValueOrDefault(domain) + found;
        }
        return counts;
    }

    private static bool Counts(TopologySpreadConstraint constraint, PodState pod, NodeState node) =>
        (constraint.NodeAffinityPolicy == "Ignore" || pod.Pod.Spec.Allows(node.Node))
        && (constraint.NodeTaintsPolicy is null or "Ignore"
            || node.Node.Spec.Taints.All(t => t.Effect == "PreferNoSchedule" || pod.Pod.Spec.Tolerations.Tolerate(t)));

    private static LabelSelector? Selector(TopologySpreadConstraint constraint, PodState pod)
    {
        var selector = constraint.LabelSelector;
        foreach (var key in constraint.MatchLabelKeys)
        {
            if (selector is not null && pod.Labels.TryGetValue(key, out var value))
            {
                selector = selector with { MatchLabels = selector.MatchLabels.Set(key, value) };
            }
        }
        return selector;
    }
}
