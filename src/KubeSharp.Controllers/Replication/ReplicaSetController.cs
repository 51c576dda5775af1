using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Replication;

/// <summary>Keeps as many pods as a ReplicaSet wants. Source: ReplicaSet.</summary>
public sealed class ReplicaSetController : IController
{
    private const string Failure = "ReplicaFailure";
    private ObjectCache<ReplicaSet> _sets = new();
    private ObjectCache<Pod> _pods = new();

    /// <inheritdoc/>
    public string Name => "replicaset-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["ReplicaSet", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ReplicaSet/status", "Pod.of ReplicaSet"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _pods = informers.Get<Pod>().Cache;
        _sets = PodIndex.Follow<ReplicaSet>(informers, "ReplicaSet", static s => s.Spec.Selector, enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) =>
        _sets.Get(key.Namespace, key.Name) is { } set ? PlanFor(set, PodIndex.For(_pods, set.Metadata), now) : Plan.Nothing;

    /// <summary>Decides for a set and the pods of its namespace that are its own or nobody's.</summary>
    public static Plan PlanFor(ReplicaSet set, IEnumerable<Pod> pods, DateTimeOffset now)
    {
        var (mine, claims) = ReplicaPlan.Claim(set, labels => set.Spec.Selector.Matches(labels), pods.Where(static p => !p.IsFinished()));
        var actions = claims.ToBuilder();
        if (set.Metadata.DeletionTimestamp is null) { actions.AddRange(ReplicaPlan.Scale(set, set.Spec.Replicas ?? 1, set.Spec.Template ?? PodTemplateSpec.Empty, mine)); }
        var minReady = set.Spec.MinReadySeconds ?? 0;
        var active = mine.Where(static p => p.IsActive()).ToArray();
        var templateLabels = set.Spec.Template?.Metadata?.Labels ?? ApiMap<string>.Empty;
        var status = set.Status with
        {
            Replicas = active.Length,
            FullyLabeledReplicas = active.Count(p => templateLabels.Count == 0 || templateLabels.Selects(p.Metadata.Labels)),
            ReadyReplicas = active.Count(static p => p.IsReady()),
            AvailableReplicas = active.Count(p => ReplicaPlan.IsAvailable(p, minReady, now)),
            TerminatingReplicas = mine.Count(static p => p.Metadata.DeletionTimestamp is not null),
            ObservedGeneration = set.Metadata.Generation,
            Conditions = set.Status.Conditions.Where(static c => c.Type != Failure).ToApiList(),
        };
        if (!status.Equals(set.Status)) { actions.Add(new UpdateAction<ReplicaSet>(set with { Status = status }, IsStatus: true)); }
        return new Plan(actions.ToImmutable()) { After = ReplicaPlan.NextAvailable(active, minReady, now), IfRefused = e => Refused(set, status, e, now) };
    }

    private static UpdateAction<ReplicaSet>? Refused(ReplicaSet set, ReplicaSetStatus status, StatusException refusal, DateTimeOffset now)
    {
        if (ReplicaPlan.FailureReason(refusal) is not { } reason) { return null; }
        var before = set.Status.Conditions.FirstOrDefault(static c => c.Type == Failure);
        var told = before?.Reason == reason ? before : new ReplicaSetCondition { Type = Failure, Status = "True", Reason = reason, Message = refusal.Message, LastTransitionTime = now.WholeSecond() };
        status = status with { Conditions = status.Conditions.Add(told) };
        return status.Equals(set.Status) ? null : new UpdateAction<ReplicaSet>(set with { Status = status }, IsStatus: true);
    }
}
