using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Revisions;

namespace KubeSharp.Controllers.DaemonSets;

/// <summary>The pods of a daemon set and the nodes they belong to. Pure. Source: DaemonSet, how Daemon Pods are scheduled.</summary>
internal static class DaemonPods
{
    private const string GenerationLabel = "pod-template-generation";
    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";
    private const string NameField = "metadata.name";

    private static readonly ImmutableArray<Toleration> _tolerations =
    [
        Of("node.kubernetes.io/not-ready", "NoExecute"), Of("node.kubernetes.io/unreachable", "NoExecute"), Of("node.kubernetes.io/disk-pressure", "NoSchedule"),
        Of("node.kubernetes.io/memory-pressure", "NoSchedule"), Of("node.kubernetes.io/pid-pressure", "NoSchedule"), Of("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    private static readonly Toleration _networkToleration = Of("node.kubernetes.io/network-unavailable", "NoSchedule");

    /// <summary>Whether a pod is to run on the node, and whether one that is there may stay.</summary>
    public static (bool ShouldRun, bool MayStay) Suits(DaemonSet set, Node node)
    {
        var spec = set.Spec.Template.Spec ?? PodSpec.Empty;
        if ((!string.IsNullOrEmpty(spec.NodeName) && spec.NodeName != node.Metadata.Name) || !spec.Allows(node)) { return (false, false); }
        var tolerations = Tolerations(spec);
        var unborne = node.Spec.Taints.Where(t => t.Effect is "NoSchedule" or "NoExecute" && !tolerations.Tolerate(t)).ToArray();
        return (unborne.Length == 0, !unborne.Any(static t => t.Effect == "NoExecute"));
    }

    /// <summary>The node that a pod is on or is meant for; empty: none.</summary>
    public static string NodeOf(Pod pod)
    {
        if (!string.IsNullOrEmpty(pod.Spec.NodeName)) { return pod.Spec.NodeName; }
        var terms = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [];
        return terms.SelectMany(static t => t.MatchFields).FirstOrDefault(static f => f is { Key: NameField, Operator: "In", Values.Count: 1 })?.Values[0] ?? "";
    }

    /// <summary>Whether the pod is of the current template.</summary>
    public static bool IsUpdated(DaemonSet set, Pod pod, RevisionHistory history)
    {
        var hash = pod.Metadata.Labels.Get(RevisionHistory.HashLabel);
        if (hash == RevisionHistory.HashOf(history.Current)) { return true; }
        if (hash is null) { return pod.Metadata.Labels.Get(GenerationLabel) == set.Metadata.Annotations.Get(GenerationAnnotation); }
        // Two revisions may hold the same template.
        return history.Old.Any(r => RevisionHistory.HashOf(r) == hash && set.Spec.Template.Equals(RevisionHistory.TemplateOf(r)));
    }

    /// <summary>A pod of the current template for the node.</summary>
    public static Pod For(DaemonSet set, string node, string hash)
    {
        var pod = ReplicaPlan.PodOf(set, set.Spec.Template);
        var labels = pod.Metadata.Labels.Set(RevisionHistory.HashLabel, hash);
        if (set.Metadata.Annotations.Get(GenerationAnnotation) is { } generation) { labels = labels.Set(GenerationLabel, generation); }
        return pod with { Metadata = pod.Metadata with { Labels = labels }, Spec = pod.Spec with { Affinity = On(pod.Spec.Affinity, node), Tolerations = Tolerations(pod.Spec) } };
    }

    private static ApiList<Toleration> Tolerations(PodSpec spec) => spec.Tolerations
        .Concat(_tolerations.Concat(spec.HostNetwork == true ? [_networkToleration] : []).Where(t => !spec.Tolerations.Any(s => s.Key == t.Key && s.Effect == t.Effect && s.Operator == t.Operator)))
        .ToApiList();

    // The scheduler places daemon pods too: by the node's name.
    private static Affinity On(Affinity? affinity, string node)
    {
        var named = new NodeSelectorRequirement { Key = NameField, Operator = "In", Values = [node] };
        var required = affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        var terms = required is { NodeSelectorTerms.Count: > 0 }
            ? required.NodeSelectorTerms.Select(t => t with { MatchFields = [named] }).ToApiList()
            : [new NodeSelectorTerm { MatchFields = [named] }];
        return (affinity ?? Affinity.Empty) with { NodeAffinity = (affinity?.NodeAffinity ?? NodeAffinity.Empty) with { RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelector { NodeSelectorTerms = terms } } };
    }

    private static Toleration Of(string key, string effect) => new() { Key = key, Operator = "Exists", Effect = effect };
}
