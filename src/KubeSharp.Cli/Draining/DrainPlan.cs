using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Draining;

/// <summary>Which pods leave a node, what stands against it, and what the user is warned of.</summary>
internal sealed record DrainPlan(IReadOnlyList<ObjectNode> Leaving, IReadOnlyList<string> Obstacles, string Warning)
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    private enum Fate { Leaves, Stays, Warned, WarnedStays, Refused }

    /// <summary>Plans. Pure.</summary>
    /// <param name="pods">The pods of the node.</param>
    /// <param name="lostSets">What was said about daemon sets that could not be read, by "namespace/name".</param>
    /// <param name="rules">What is allowed.</param>
    /// <param name="now">This moment.</param>
    public static DrainPlan Of(IEnumerable<ObjectNode> pods, IReadOnlyDictionary<string, (string Message, bool IsGone)> lostSets, DrainRules rules, DateTimeOffset now)
    {
        var leaving = new List<ObjectNode>();
        var (warned, refused) = (new List<(string Reason, string Pod)>(), new List<(string Reason, string Pod)>());
        foreach (var pod in pods)
        {
            var (fate, reason) = FateOf(pod, lostSets, rules, now);
            var name = $"{pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")}";
            if (fate is Fate.Leaves or Fate.Warned) { leaving.Add(pod); }
            if (fate is Fate.Warned or Fate.WarnedStays) { warned.Add((reason, name)); }
            if (fate == Fate.Refused) { refused.Add((reason, name)); }
        }
        return new DrainPlan(leaving, [.. Lines(refused).Select(static l => $"cannot delete {l}")], string.Join("; ", Lines(warned)));
    }

    /// <summary>The daemon set that a pod belongs to, as "namespace/name"; empty: none, or the pod is over.</summary>
    public static string DaemonSetOf(ObjectNode pod) =>
        !IsOver(pod) && Owner(pod) is { } owner && owner.Text("kind") == "DaemonSet" && owner.Text("apiVersion") == "apps/v1" ? $"{pod.Text("metadata", "namespace")}/{owner.Text("name")}" : "";

    // Compat: the rules are gone through in this order, and only what the last one says counts, so that local data is not warned of where nobody brings the pod back.
    private static (Fate Fate, string Reason) FateOf(ObjectNode pod, IReadOnlyDictionary<string, (string Message, bool IsGone)> lostSets, DrainRules rules, DateTimeOffset now)
    {
        if (IsSkipped(pod, rules, now)) { return (Fate.Stays, ""); }
        if (DaemonSetOf(pod) is { Length: > 0 } set)
        {
            if (lostSets.TryGetValue(set, out var lost)) { if (!lost.IsGone || !rules.IsForced) { return (Fate.Refused, lost.Message); } }
            else { return rules.IgnoresDaemonSets ? (Fate.WarnedStays, "ignoring DaemonSet-managed Pods") : (Fate.Refused, "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"); }
        }
        if (pod.Text("metadata", "annotations", MirrorAnnotation).Length > 0) { return (Fate.Stays, ""); }
        if (IsOver(pod)) { return (Fate.Leaves, ""); }
        if (!rules.DeletesEmptyDirs && pod.Items("spec", "volumes").Any(static v => v.At("emptyDir") is not null)) { return (Fate.Refused, "Pods with local storage (use --delete-emptydir-data to override)"); }
        if (Owner(pod) is not null) { return (Fate.Leaves, ""); }
        return rules.IsForced ? (Fate.Warned, "deleting Pods that declare no controller") : (Fate.Refused, "Pods that declare no controller (use --force to override)");
    }

    /// <summary>Whether a pod has been ending for so long that nobody waits for it. Pure.</summary>
    public static bool IsSkipped(Node pod, DrainRules rules, DateTimeOffset now) =>
        rules.SkipsDeletedAfterSeconds > 0 && DateTimeOffset.TryParse(pod.Text("metadata", "deletionTimestamp"), System.Globalization.CultureInfo.InvariantCulture, out var deleted) && (now - deleted).TotalSeconds > rules.SkipsDeletedAfterSeconds;

    private static bool IsOver(ObjectNode pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    private static Node? Owner(ObjectNode pod) => pod.Items("metadata", "ownerReferences").FirstOrDefault(static r => r.At("controller") is BooleanNode { Value: true });

    private static IEnumerable<string> Lines(List<(string Reason, string Pod)> said) => said.GroupBy(static s => s.Reason).Select(static g => $"{g.Key}: {string.Join(", ", g.Select(static s => s.Pod))}");
}
