using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Deployments;

/// <summary>Decides how a deployment goes from old to new pods. Pure. Source: Deployments (rolling update, revision history, progress).</summary>
public static class DeploymentPlanner
{
    internal const string HashLabel = "pod-template-hash";
    internal const string Revision = "deployment.kubernetes.io/revision";
    private const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    internal const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    internal const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    /// <summary>Decides.</summary>
    public static Plan PlanFor(DeploymentObservation seen, DateTimeOffset now)
    {
        var deployment = seen.Deployment;
        var (mine, claims) = Claim(deployment, seen.Sets);
        if (claims.Length > 0) { return new Plan(claims); }
        var newSet = FindNew(deployment, mine);
        var old = mine.Where(s => s != newSet).OrderBy(static s => s.Metadata.CreationTimestamp).ThenBy(static s => s.Metadata.Name, StringComparer.Ordinal).ToImmutableArray();
        if (deployment.Metadata.DeletionTimestamp is not null) { return Plan.Of(Status(deployment, newSet, mine, now, [])); }
        var actions = new List<PlanAction>();
        if (deployment.Spec.Paused != true)
        {
            if (newSet is null)
            {
                var made = CreateNew(deployment, old, seen);
                actions.Add(made);
                if (Scaled(deployment, made.Value, 0) is { } told) { actions.Add(told); }
                // Its status tells the same once the set is there.
                return new Plan([.. actions]);
            }
            if (SyncRevision(deployment, newSet, old) is { } synced) { return Plan.Of(synced.Deployment, synced.Set); }
        }
        var scaled = Scaling.Plan(deployment, newSet, old, seen.PodCounts);
        actions.AddRange(scaled);
        actions.AddRange(scaled.OfType<UpdateAction<ReplicaSet>>().Select(u => Scaled(deployment, u.Value, mine.First(s => s.Metadata.Uid == u.Value.Metadata.Uid).Spec.Replicas ?? 0)).OfType<PlanAction>());
        if (scaled.Length == 0 && newSet is not null && deployment.Spec.Paused != true && IsComplete(deployment, newSet, mine)) { actions.AddRange(CleanUp(deployment, old)); }
        actions.AddRange(Status(deployment, newSet, mine, now, scaled) is { } status ? [status] : []);
        return new Plan([.. actions]) { After = ProgressCheck(deployment, newSet, mine, now) };
    }

    /// <summary>Whether all pods are new, there and available.</summary>
    internal static bool IsComplete(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> all)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        return newSet?.Status.Replicas == wanted && (newSet.Status.AvailableReplicas ?? 0) == wanted && all.Sum(static s => s.Status.Replicas) == wanted;
    }

    /// <summary>The set whose template is the deployment's; of several the oldest.</summary>
    internal static ReplicaSet? FindNew(Deployment deployment, ImmutableArray<ReplicaSet> sets) =>
        sets.Where(s => Same(s.Spec.Template, deployment.Spec.Template)).OrderBy(static s => s.Metadata.CreationTimestamp).ThenBy(static s => s.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();

    private static bool Same(PodTemplateSpec? a, PodTemplateSpec? b)
    {
        static PodTemplateSpec Plain(PodTemplateSpec? t) => (t ?? PodTemplateSpec.Empty) with { Metadata = (t?.Metadata ?? ObjectMeta.Empty) with { Labels = (t?.Metadata?.Labels ?? ApiMap<string>.Empty).Remove(HashLabel) } };
        return Plain(a).Equals(Plain(b));
    }

    private static (ImmutableArray<ReplicaSet> Mine, ImmutableArray<PlanAction> Claims) Claim(Deployment deployment, ImmutableArray<ReplicaSet> sets)
    {
        var mine = sets.Where(s => s.Metadata.IsControlledBy(deployment.Metadata.Uid) && deployment.Spec.Selector.Matches(s.Metadata.Labels)).ToImmutableArray();
        if (deployment.Metadata.DeletionTimestamp is not null) { return (mine, []); }
        var adopted = sets.Where(s => s.Metadata.Controller() is null && s.Metadata.DeletionTimestamp is null && deployment.Spec.Selector.Matches(s.Metadata.Labels))
            .Select(s => (PlanAction)new UpdateAction<ReplicaSet>(s with { Metadata = s.Metadata with { OwnerReferences = s.Metadata.OwnerReferences.Add(deployment.ControllerReference()) } }));
        var released = sets.Where(s => s.Metadata.IsControlledBy(deployment.Metadata.Uid) && !deployment.Spec.Selector.Matches(s.Metadata.Labels))
            .Select(s => (PlanAction)new UpdateAction<ReplicaSet>(s with { Metadata = s.Metadata with { OwnerReferences = s.Metadata.OwnerReferences.Where(o => o.Uid != deployment.Metadata.Uid).ToApiList() } }));
        return (mine, [.. adopted, .. released]);
    }

    private static CreateAction<ReplicaSet> CreateNew(Deployment deployment, ImmutableArray<ReplicaSet> old, DeploymentObservation seen)
    {
        var template = deployment.Spec.Template ?? PodTemplateSpec.Empty;
        var collisions = deployment.Status.CollisionCount ?? 0;
        var hash = TemplateHash.Of(template, collisions);
        // Another template has taken the name.
        while (seen.Sets.Any(s => s.Metadata.Name == $"{deployment.Metadata.Name}-{hash}")) { hash = TemplateHash.Of(template, ++collisions); }
        var labels = (template.Metadata?.Labels ?? ApiMap<string>.Empty).Set(HashLabel, hash);
        var selector = deployment.Spec.Selector ?? LabelSelector.Empty;
        var replicas = Scaling.NewReplicas(deployment, 0, old.Sum(static s => s.Spec.Replicas ?? 0), old.Sum(s => seen.PodCounts.GetValueOrDefault(s.Metadata.Uid ?? "")));
        return new CreateAction<ReplicaSet>(new ReplicaSet
        {
            Metadata = new ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                Namespace = deployment.Metadata.Namespace,
                Labels = labels,
                OwnerReferences = [deployment.ControllerReference()],
                Annotations = CarriedAnnotations(deployment).Set(Revision, (MaxRevision(old) + 1).ToString(CultureInfo.InvariantCulture))
                    .Set(DesiredReplicas, (deployment.Spec.Replicas ?? 1).ToString(CultureInfo.InvariantCulture)).Set(MaxReplicas, ((deployment.Spec.Replicas ?? 1) + Scaling.MaxSurge(deployment)).ToString(CultureInfo.InvariantCulture)),
            },
            Spec = new ReplicaSetSpec
            {
                Replicas = replicas,
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = selector with { MatchLabels = selector.MatchLabels.Set(HashLabel, hash) },
                Template = template with { Metadata = (template.Metadata ?? ObjectMeta.Empty) with { Labels = labels } },
            },
        });
    }

    private static EventAction? Scaled(Deployment deployment, ReplicaSet set, int before) => (set.Spec.Replicas ?? 0) == before ? null
        : new EventAction(deployment, "Normal", "ScalingReplicaSet", $"Scaled {(set.Spec.Replicas > before ? "up" : "down")} replica set {set.Metadata.Name} from {before} to {set.Spec.Replicas}");

    // The new set bears the highest revision, the deployment the same.
    private static (PlanAction? Deployment, PlanAction? Set)? SyncRevision(Deployment deployment, ReplicaSet newSet, ImmutableArray<ReplicaSet> old)
    {
        var wanted = Math.Max(MaxRevision(old) + 1, RevisionOf(newSet.Metadata)).ToString(CultureInfo.InvariantCulture);
        var annotations = newSet.Metadata.Annotations.SetAll(CarriedAnnotations(deployment));
        var before = annotations.Get(Revision);
        if (before != wanted)
        {
            if (before is not null && old.Length > 0) { annotations = annotations.Set(RevisionHistory, annotations.Get(RevisionHistory) is { Length: > 0 } history ? $"{history},{before}" : before); }
            annotations = annotations.Set(Revision, wanted);
        }
        var isSetOff = !annotations.Equals(newSet.Metadata.Annotations) || newSet.Spec.MinReadySeconds != deployment.Spec.MinReadySeconds;
        var isOff = deployment.Metadata.Annotations.Get(Revision) != wanted;
        if (!isSetOff && !isOff) { return null; }
        return (isOff ? new UpdateAction<Deployment>(deployment with { Metadata = deployment.Metadata with { Annotations = deployment.Metadata.Annotations.Set(Revision, wanted) } }) : null,
            isSetOff ? new UpdateAction<ReplicaSet>(newSet with { Metadata = newSet.Metadata with { Annotations = annotations }, Spec = newSet.Spec with { MinReadySeconds = deployment.Spec.MinReadySeconds } }) : null);
    }

    private static IEnumerable<PlanAction> CleanUp(Deployment deployment, ImmutableArray<ReplicaSet> old)
    {
        var idle = old.Where(static s => (s.Spec.Replicas ?? 0) == 0 && s.Status.Replicas == 0 && s.Metadata.DeletionTimestamp is null && s.Metadata.Generation <= (s.Status.ObservedGeneration ?? 0)).OrderBy(static s => RevisionOf(s.Metadata)).ToArray();
        var surplus = idle.Length - (deployment.Spec.RevisionHistoryLimit ?? 10);
        return idle.Take(Math.Max(0, surplus)).Select(static s => new DeleteAction<ReplicaSet>(s));
    }

    private static UpdateAction<Deployment>? Status(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> all, DateTimeOffset now, ImmutableArray<PlanAction> scaled)
    {
        var status = DeploymentConditions.Next(deployment, newSet, all, now, scaled.Length > 0);
        return status.Equals(deployment.Status) ? null : new UpdateAction<Deployment>(deployment with { Status = status }, IsStatus: true);
    }

    private static TimeSpan? ProgressCheck(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> all, DateTimeOffset now)
    {
        if (deployment.Spec.ProgressDeadlineSeconds is not { } seconds || seconds == int.MaxValue || deployment.Spec.Paused == true || IsComplete(deployment, newSet, all)) { return null; }
        var since = deployment.Status.Conditions.FirstOrDefault(static c => c.Type == "Progressing")?.LastUpdateTime ?? now;
        var left = since + TimeSpan.FromSeconds(seconds) - now;
        return left > TimeSpan.Zero ? left + TimeSpan.FromSeconds(1) : null;
    }

    private static ApiMap<string> CarriedAnnotations(Deployment deployment) =>
        deployment.Metadata.Annotations.Where(static a => a.Key is not ("kubectl.kubernetes.io/last-applied-configuration" or Revision or RevisionHistory or DesiredReplicas or MaxReplicas or "deprecated.deployment.rollback.to")).ToApiMap();

    private static long MaxRevision(ImmutableArray<ReplicaSet> sets) => sets.Select(static s => RevisionOf(s.Metadata)).DefaultIfEmpty(0).Max();

    private static long RevisionOf(ObjectMeta metadata) => long.TryParse(metadata.Annotations.Get(Revision), CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
