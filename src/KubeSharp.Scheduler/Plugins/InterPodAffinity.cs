using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Pods that want to be near others or away from them. Source: Assigning Pods to Nodes, inter-pod affinity.</summary>
public sealed class InterPodAffinity : IFilterPlugin, IScorePlugin
{
    // What a required affinity of a pod that is there weighs in the score of one that fits it.
    private const int HardAffinityWeight = 1;

    /// <inheritdoc cref="IFilterPlugin.Name"/>
    public string Name => "InterPodAffinity";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.PodAssigned | ClusterEvents.PodRemoved | ClusterEvents.NodeAdded | ClusterEvents.NodeLabels | ClusterEvents.Namespace;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        var repelled = Repelled(pod, cluster);
        var affinity = pod.Pod.Spec.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];
        var anti = pod.RequiredAntiAffinity;
        if (repelled.Count == 0 && affinity.Count == 0 && anti.Count == 0) { return null; }
        var wanted = affinity.Select(t => Domains(t, pod, cluster)).ToArray();
        var shunned = anti.Select(t => Domains(t, pod, cluster)).ToArray();
        // The first of a group that wants its own kind near has to go somewhere.
        var isFirst = wanted.All(static d => d.Count == 0) && affinity.All(t => Fits(t, pod, pod, cluster));
        return node =>
        {
            for (var i = 0; i < affinity.Count; i++)
            {
                if (node.Label(affinity[i].TopologyKey) is not { } domain || (!wanted[i].Contains(domain) && !isFirst))
                {
                    return new(Name, "node(s) didn't match pod affinity rules", false);
                }
            }
            for (var i = 0; i < anti.Count; i++)
            {
                if (node.Label(anti[i].TopologyKey) is { } domain && shunned[i].Contains(domain)) { return new(Name, "node(s) didn't match pod anti-affinity rules", true); }
            }
            foreach (var (key, domain) in repelled)
            {
                if (node.Label(key) == domain) { return new(Name, "node(s) didn't satisfy existing pods anti-affinity rules", true); }
            }
            return null;
        };
    }

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        var own = pod.Pod.Spec.Affinity;
        var near = own?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [];
        var away = own?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [];
        var isAsking = near.Count + away.Count > 0;
        var weights = new Dictionary<(string Key, string Domain), long>();
        foreach (var node in cluster.Nodes)
        {
            if (!isAsking && !node.HasAffinityPods) { continue; }
            foreach (var other in node.Pods)
            {
                AddAll(weights, near, 1, pod, other, node, cluster);
                AddAll(weights, away, -1, pod, other, node, cluster);
                if (other.HasPodAffinity) { AddTheirs(weights, pod, other, node, cluster); }
            }
        }
        if (weights.Count == 0) { return false; }
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var ((key, domain), weight) in weights)
            {
                if (nodes[i].Label(key) == domain) { scores[i] += weight; }
            }
        }
        ScoreScale.ToRange(scores);
        return true;
    }

    private static void AddAll(Dictionary<(string, string), long> weights, ApiList<WeightedPodAffinityTerm> terms, int sign, PodState owner, PodState other, NodeState node, ClusterSnapshot cluster)
    {
        foreach (var term in terms) { Add(weights, term.PodAffinityTerm, sign * term.Weight, owner, other, node, cluster); }
    }

    // What the pods that are there feel about the new one.
    private static void AddTheirs(Dictionary<(string, string), long> weights, PodState pod, PodState other, NodeState node, ClusterSnapshot cluster)
    {
        var theirs = other.Pod.Spec.Affinity;
        foreach (var term in theirs?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []) { Add(weights, term, HardAffinityWeight, other, pod, node, cluster); }
        AddAll(weights, theirs?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [], 1, other, pod, node, cluster);
        AddAll(weights, theirs?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [], -1, other, pod, node, cluster);
    }

    private static void Add(Dictionary<(string, string), long> weights, PodAffinityTerm term, long weight, PodState owner, PodState target, NodeState node, ClusterSnapshot cluster)
    {
        if (node.Label(term.TopologyKey) is { } domain && Fits(term, owner, target, cluster))
        {
            weights[(term.TopologyKey, domain)] = weights.GetValueOrDefault((term.TopologyKey, domain)) + weight;
        }
    }

    // Domains from which pods that are there keep this one away.
    private static HashSet<(string Key, string Domain)> Repelled(PodState pod, ClusterSnapshot cluster)
    {
        var repelled = new HashSet<(string, string)>();
        foreach (var node in cluster.Nodes)
        {
            if (!node.HasAntiAffinityPods) { continue; }
            foreach (var other in node.Pods)
            {
                foreach (var term in other.RequiredAntiAffinity)
                {
                    if (node.Label(term.TopologyKey) is { } domain && Fits(term, other, pod, cluster)) { repelled.Add((term.TopologyKey, domain)); }
                }
            }
        }
        return repelled;
    }

    // Domains that hold a pod the term means.
    private static HashSet<string> Domains(PodAffinityTerm term, PodState owner, ClusterSnapshot cluster)
    {
        var domains = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in cluster.Nodes)
        {
            if (node.Label(term.TopologyKey) is { } domain && !domains.Contains(domain) && node.Pods.Any(other => Fits(term, owner, other, cluster))) { domains.Add(domain); }
        }
        return domains;
    }

    private static bool Fits(PodAffinityTerm term, PodState owner, PodState target, ClusterSnapshot cluster) =>
        IsInNamespaces(term, owner, target, cluster) && Selector(term, owner).Matches(target.Labels);

    private static bool IsInNamespaces(PodAffinityTerm term, PodState owner, PodState target, ClusterSnapshot cluster) =>
        term.Namespaces.Count == 0 && term.NamespaceSelector is null
            ? owner.Namespace == target.Namespace
            : term.Namespaces.Contains(target.Namespace) || term.NamespaceSelector.Matches(cluster.NamespaceLabels(target.Namespace));

    private static LabelSelector? Selector(PodAffinityTerm term, PodState owner)
    {
        var selector = term.LabelSelector;
        if (selector is null || term.MatchLabelKeys.Count + term.MismatchLabelKeys.Count == 0) { return selector; }
        var extra = term.MatchLabelKeys.Select(key => (key, "In")).Concat(term.MismatchLabelKeys.Select(key => (key, "NotIn")))
            .Where(e => owner.Labels.ContainsKey(e.key))
            .Select(e => new LabelSelectorRequirement { Key = e.key, Operator = e.Item2, Values = [owner.Labels[e.key]] });
        return selector with { MatchExpressions = selector.MatchExpressions.Concat(extra).ToApiList() };
    }
}
