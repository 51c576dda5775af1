using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Revisions;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.DaemonSets;

/// <summary>Decides which nodes get a pod of a daemon set, which pods go, and how a new template is rolled out. Pure. Source: DaemonSet.</summary>
public static class DaemonSetPlanner
{
    // A pod that fails at once on its node is not replaced more often than this.
    private const int FailedPauseSeconds = 10;

    /// <summary>Decides.</summary>
    public static Plan PlanFor(DaemonSetObservation seen, DateTimeOffset now)
    {
        var set = seen.Set;
        if (set.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        if (set.Spec.Selector.MatchLabels.Count + set.Spec.Selector.MatchExpressions.Count == 0)
        {
            return Plan.Of(new EventAction(set, "Warning", "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required."));
        }
        var (mine, claims) = ReplicaPlan.Claim(set, labels => set.Spec.Selector.Matches(labels), seen.Pods);
        var history = RevisionHistory.Of(set, set.Spec.Template, set.Spec.Selector, set.Status.CollisionCount ?? 0, seen.Revisions);
        var byNode = mine.GroupBy(DaemonPods.NodeOf).ToDictionary(static g => g.Key, static g => g.OrderBy(static p => string.IsNullOrEmpty(p.Spec.NodeName)).ThenBy(static p => p.Metadata.CreationTimestamp).ToArray(), StringComparer.Ordinal);
        var suits = seen.Nodes.ToDictionary(static n => n.Metadata.Name ?? "", n => DaemonPods.Suits(set, n), StringComparer.Ordinal);
        var actions = claims.ToBuilder();
        if (history.Action is { } write) { actions.Add(write); }
        var hash = RevisionHistory.HashOf(history.Current);
        TimeSpan? after = null;
        foreach (var (node, (shouldRun, mayStay)) in suits.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            var pods = byNode.GetValueOrDefault(node, []);
            if (shouldRun && pods.Length == 0) { actions.Add(Create(set, node, hash)); }
            else if (!mayStay) { actions.AddRange(pods.Where(static p => p.Metadata.DeletionTimestamp is null).Select(p => Delete(set, p))); }
            else { after = Moments.Sooner(after, Tend(set, node, pods, history, now, actions)); }
        }
        // A pod that nobody has placed yet and whose node is gone waits for nothing.
        actions.AddRange(byNode.Where(n => !suits.ContainsKey(n.Key)).SelectMany(static n => n.Value).Where(static p => string.IsNullOrEmpty(p.Spec.NodeName) && p.Metadata.DeletionTimestamp is null).Select(p => Delete(set, p)));
        var wanted = suits.Where(static s => s.Value.ShouldRun).ToDictionary(static s => s.Key, s => byNode.GetValueOrDefault(s.Key, []), StringComparer.Ordinal);
        if (set.Spec.UpdateStrategy.Type != "OnDelete" && actions.Count == claims.Length + (history.Action is null ? 0 : 1))
        {
            var (gone, surge) = DaemonRollout.Next(set, wanted.ToDictionary(static w => w.Key, static w => w.Value.Where(static p => !p.IsFinished()).ToArray(), StringComparer.Ordinal), p => DaemonPods.IsUpdated(set, p, history), now);
            actions.AddRange(gone.Select(p => Delete(set, p)));
            actions.AddRange(surge.Select(n => Create(set, n, hash)));
        }
        actions.AddRange(history.Surplus(r => mine.Any(p => p.Metadata.Labels.Get(RevisionHistory.HashLabel) == RevisionHistory.HashOf(r)), set.Spec.RevisionHistoryLimit ?? 10));
        if (Status(set, wanted, suits, byNode, history, now) is { } status) { actions.Add(status); }
        return new Plan(actions.ToImmutable()) { After = Moments.Sooner(after, ReplicaPlan.NextAvailable(mine, set.Spec.MinReadySeconds ?? 0, now)) };
    }

    // Finished pods go, and of several only as many stay as the rollout wants.
    private static TimeSpan? Tend(DaemonSet set, string node, Pod[] pods, RevisionHistory history, DateTimeOffset now, ImmutableArray<PlanAction>.Builder actions)
    {
        TimeSpan? after = null;
        foreach (var pod in pods.Where(static p => p.IsFinished() && p.Metadata.DeletionTimestamp is null))
        {
            var left = (pod.Metadata.CreationTimestamp ?? now) + TimeSpan.FromSeconds(FailedPauseSeconds) - now;
            if (pod.Status.Phase == "Failed" && left > TimeSpan.Zero) { after = Moments.Sooner(after, left); continue; }
            var isFailed = pod.Status.Phase == "Failed";
            actions.Add(new EventAction(set, isFailed ? "Warning" : "Normal", isFailed ? "FailedDaemonPod" : "SucceededDaemonPod", $"Found {(isFailed ? "failed" : "succeeded")} daemon pod {pod.Metadata.Namespace}/{pod.Metadata.Name} on node {node}, will try to {(isFailed ? "kill" : "delete")} it"));
            actions.Add(Delete(set, pod));
        }
        var running = pods.Where(static p => p.IsActive()).ToArray();
        var isSurging = set.Spec.UpdateStrategy.Type != "OnDelete" && (set.Spec.UpdateStrategy.RollingUpdate?.MaxSurge?.Resolve(1, roundUp: true) ?? 0) > 0;
        if (!isSurging) { actions.AddRange(running.Skip(1).Select(p => Delete(set, p))); }
        else
        {
            actions.AddRange(running.Where(p => DaemonPods.IsUpdated(set, p, history)).Skip(1).Select(p => Delete(set, p)));
            actions.AddRange(running.Where(p => !DaemonPods.IsUpdated(set, p, history)).Skip(1).Select(p => Delete(set, p)));
        }
        return after;
    }

    private static UpdateAction<DaemonSet>? Status(DaemonSet set, Dictionary<string, Pod[]> wanted, Dictionary<string, (bool ShouldRun, bool MayStay)> suits, Dictionary<string, Pod[]> byNode, RevisionHistory history, DateTimeOffset now)
    {
        var minReady = set.Spec.MinReadySeconds ?? 0;
        var first = wanted.Values.Where(static p => p.Length > 0).Select(static p => p[0]).ToArray();
        var available = wanted.Values.Count(p => p.Any(pod => pod.Metadata.DeletionTimestamp is null && ReplicaPlan.IsAvailable(pod, minReady, now)));
        var status = set.Status with
        {
            ObservedGeneration = set.Metadata.Generation,
            DesiredNumberScheduled = wanted.Count,
            CurrentNumberScheduled = first.Length,
            NumberMisscheduled = byNode.Count(n => n.Value.Length > 0 && suits.TryGetValue(n.Key, out var suit) && !suit.ShouldRun),
            NumberReady = wanted.Values.Count(static p => p.Any(static pod => pod.IsReady())),
            UpdatedNumberScheduled = wanted.Values.Count(p => p.Any(pod => DaemonPods.IsUpdated(set, pod, history))),
            NumberAvailable = available,
            NumberUnavailable = wanted.Count - available,
            CollisionCount = history.Collisions == 0 ? set.Status.CollisionCount : history.Collisions,
        };
        // What is zero is not written.
        status = status with { UpdatedNumberScheduled = NullIfZero(status.UpdatedNumberScheduled), NumberAvailable = NullIfZero(available), NumberUnavailable = NullIfZero(status.NumberUnavailable) };
        return status.Equals(set.Status) ? null : new UpdateAction<DaemonSet>(set with { Status = status }, IsStatus: true);
    }

    private static int? NullIfZero(int? value) => value == 0 ? null : value;

    private static CreateAction<Pod> Create(DaemonSet set, string node, string hash) => new(DaemonPods.For(set, node, hash)) { Event = (set, "SuccessfulCreate", "FailedCreate") };

    private static DeleteAction<Pod> Delete(DaemonSet set, Pod pod) => new(pod) { Event = (set, "SuccessfulDelete") };
}
