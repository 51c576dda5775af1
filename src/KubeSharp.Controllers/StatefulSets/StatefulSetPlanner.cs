using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Revisions;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.StatefulSets;

/// <summary>
/// Decides the next step of a stateful set: make the lowest pod that is missing, take the highest that is too many, then the highest that is
/// old. In order, one at a time, each only when those before it are well; all at once where pods are managed in parallel. Pure.
/// Source: StatefulSets, deployment and scaling guarantees, update strategies.
/// </summary>
public static class StatefulSetPlanner
{
    /// <summary>Decides.</summary>
    public static Plan PlanFor(StatefulSetObservation seen, DateTimeOffset now)
    {
        var set = seen.Set;
        if (set.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        var (claimed, claims) = ReplicaPlan.Claim(set, labels => set.Spec.Selector.Matches(labels), seen.Pods.Where(p => StatefulPods.Ordinal(set, p) is not null));
        var history = RevisionHistory.Of(set, set.Spec.Template, set.Spec.Selector, set.Status.CollisionCount ?? 0, seen.Revisions);
        var current = history.Old.Append(history.Current).FirstOrDefault(r => r.Metadata.Name == set.Status.CurrentRevision) ?? history.Current;
        var run = new StatefulRun(set, history.Current, current, seen.Claim, now);
        var pods = claimed.ToDictionary(p => StatefulPods.Ordinal(set, p)!.Value);
        run.Actions.AddRange(claims);
        if (history.Action is { } write) { run.Actions.Add(write); }
        var after = Steps(run, pods);
        var status = Status(run, claimed, history);
        if (!status.Equals(set.Status)) { run.Actions.Add(new UpdateAction<StatefulSet>(set with { Status = status }, IsStatus: true)); }
        run.Actions.AddRange(history.Surplus(r => r.Metadata.Name == current.Metadata.Name || claimed.Any(p => StatefulPods.RevisionOf(p) == r.Metadata.Name), set.Spec.RevisionHistoryLimit ?? 10));
        return new Plan(run.Actions.ToImmutable()) { After = Moments.Sooner(after, ReplicaPlan.NextAvailable(claimed, set.Spec.MinReadySeconds ?? 0, now)) };
    }

    private static TimeSpan? Steps(StatefulRun run, Dictionary<int, Pod> pods)
    {
        var (first, count) = (StatefulPods.Start(run.Set), run.Set.Spec.Replicas ?? 1);
        var condemned = pods.Where(p => p.Key < first || p.Key >= first + count).OrderByDescending(static p => p.Key).Select(static p => p.Value).ToArray();
        var kept = pods.Where(p => p.Key >= first && p.Key < first + count);
        var unwell = kept.OrderBy(static p => p.Key).Select(static p => p.Value).Concat(condemned.Reverse()).FirstOrDefault(static p => !IsWell(p));
        foreach (var (ordinal, pod) in pods) { run.Actions.AddRange(ClaimRetention.Plan(run.Set, ordinal, pod, condemned.Contains(pod), run.Claim)); }
        for (var ordinal = first; ordinal < first + count; ordinal++)
        {
            if (!Keep(run, ordinal, pods.GetValueOrDefault(ordinal))) { return null; }
        }
        foreach (var pod in condemned)
        {
            if (pod.Metadata.DeletionTimestamp is not null)
            {
                if (run.IsOrdered) { return null; }
                continue;
            }
            if (run.IsOrdered && pod != unwell && unwell is not null) { return null; }
            run.Actions.Add(Delete(run, pod));
            if (run.IsOrdered) { return null; }
        }
        Update(run, pods, first, count);
        return null;
    }

    // False: nothing after this pod is to be done now.
    private static bool Keep(StatefulRun run, int ordinal, Pod? pod)
    {
        if (pod is null)
        {
            Create(run, ordinal);
            return !run.IsOrdered;
        }
        if (pod.IsFinished())
        {
            if (pod.Metadata.DeletionTimestamp is not null) { return !run.IsOrdered; }
            run.Actions.Add(new EventAction(run.Set, "Warning", "RecreatingFailedPod", $"StatefulSet {run.Set.Metadata.Namespace}/{run.Set.Metadata.Name} is recreating failed Pod {pod.Metadata.Name}"));
            run.Actions.Add(Delete(run, pod));
            return !run.IsOrdered;
        }
        if (pod.Metadata.DeletionTimestamp is null && pod.Status.Phase is null or "Pending") { CreateClaims(run, ordinal); }
        return !run.IsOrdered || (IsWell(pod) && ReplicaPlan.IsAvailable(pod, run.Set.Spec.MinReadySeconds ?? 0, run.Now));
    }

    private static void Create(StatefulRun run, int ordinal)
    {
        if (StatefulPods.Claims(run.Set, ordinal).Any(c => run.Claim(c.Metadata.Name!)?.Metadata.DeletionTimestamp is not null)) { return; }
        CreateClaims(run, ordinal);
        var revision = run.RevisionFor(ordinal);
        var template = RevisionHistory.TemplateOf(revision) ?? run.Set.Spec.Template;
        run.Actions.Add(new CreateAction<Pod>(StatefulPods.For(run.Set, ordinal, template, revision.Metadata.Name!))
        {
            Event = (run.Set, "SuccessfulCreate", "FailedCreate"),
            Message = $"create Pod {StatefulPods.NameOf(run.Set, ordinal)} in StatefulSet {run.Set.Metadata.Name} successful",
        });
    }

    private static void CreateClaims(StatefulRun run, int ordinal)
    {
        foreach (var claim in StatefulPods.Claims(run.Set, ordinal).Where(c => run.Claim(c.Metadata.Name!) is null))
        {
            run.Actions.Add(new CreateAction<PersistentVolumeClaim>(claim)
            {
                Event = (run.Set, "SuccessfulCreate", "FailedCreate"),
                Message = $"create Claim {claim.Metadata.Name} Pod {StatefulPods.NameOf(run.Set, ordinal)} in StatefulSet {run.Set.Metadata.Name} success",
            });
        }
    }

    private static void Update(StatefulRun run, Dictionary<int, Pod> pods, int first, int count)
    {
        if (run.Set.Spec.UpdateStrategy.Type == "OnDelete") { return; }
        var rolling = run.Set.Spec.UpdateStrategy.RollingUpdate;
        var budget = Math.Max(1, rolling?.MaxUnavailable?.Resolve(count, roundUp: true) ?? 1);
        for (var ordinal = first + count - 1; ordinal >= first + (rolling?.Partition ?? 0) && budget > 0; ordinal--)
        {
            if (pods.GetValueOrDefault(ordinal) is not { } pod) { budget--; continue; }
            if (StatefulPods.RevisionOf(pod) != run.Update.Metadata.Name && pod.Metadata.DeletionTimestamp is null)
            {
                run.Actions.Add(Delete(run, pod));
                budget--;
            }
            else if (!IsWell(pod) || !ReplicaPlan.IsAvailable(pod, run.Set.Spec.MinReadySeconds ?? 0, run.Now)) { budget--; }
        }
    }

    private static StatefulSetStatus Status(StatefulRun run, ImmutableArray<Pod> pods, RevisionHistory history)
    {
        var (set, minReady) = (run.Set, run.Set.Spec.MinReadySeconds ?? 0);
        var made = pods.Where(static p => !string.IsNullOrEmpty(p.Status.Phase)).ToArray();
        var going = run.Actions.OfType<DeleteAction<Pod>>().Select(static d => d.Value.Metadata.Uid).ToHashSet();
        var standing = made.Where(p => p.Metadata.DeletionTimestamp is null && !going.Contains(p.Metadata.Uid)).ToArray();
        var status = set.Status with
        {
            ObservedGeneration = set.Metadata.Generation,
            Replicas = made.Length,
            ReadyReplicas = NullIfZero(made.Count(static p => p.Status.Phase == "Running" && p.IsReady())),
            AvailableReplicas = made.Count(p => p.Status.Phase == "Running" && ReplicaPlan.IsAvailable(p, minReady, run.Now)),
            CurrentReplicas = NullIfZero(standing.Count(p => StatefulPods.RevisionOf(p) == run.Current.Metadata.Name)),
            UpdatedReplicas = NullIfZero(standing.Count(p => StatefulPods.RevisionOf(p) == run.Update.Metadata.Name)),
            CurrentRevision = run.Current.Metadata.Name,
            UpdateRevision = run.Update.Metadata.Name,
            CollisionCount = history.Collisions,
        };
        var wanted = set.Spec.Replicas ?? 1;
        var isDone = set.Spec.UpdateStrategy.Type != "OnDelete" && (status.UpdatedReplicas ?? 0) == status.Replicas && (status.ReadyReplicas ?? 0) == status.Replicas && status.Replicas == wanted;
        return isDone ? status with { CurrentRevision = status.UpdateRevision, CurrentReplicas = status.UpdatedReplicas } : status;
    }

    private static int? NullIfZero(int value) => value == 0 ? null : value;

    private static bool IsWell(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status.Phase == "Running" && pod.IsReady();

    private static DeleteAction<Pod> Delete(StatefulRun run, Pod pod) => new(pod) { Event = (run.Set, "SuccessfulDelete"), Message = $"delete Pod {pod.Metadata.Name} in StatefulSet {run.Set.Metadata.Name} successful" };
}
