using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Policy.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.DisruptionBudgets;

/// <summary>Says how many pods may be evicted. Source: Disruptions; Specifying a Disruption Budget.</summary>
public sealed class DisruptionBudgetController : IController
{
    private const string ByNamespace = "namespace";
    private ObjectCache<PodDisruptionBudget> _budgets = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<ReplicaSet> _sets = new();
    private ObjectCache<Deployment> _deployments = new();
    private ObjectCache<StatefulSet> _statefulSets = new();
    private ObjectCache<ReplicationController> _controllers = new();

    /// <inheritdoc/>
    public string Name => "disruption-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["PodDisruptionBudget", "Pod", "ReplicaSet", "Deployment", "StatefulSet", "ReplicationController"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["PodDisruptionBudget/status"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_budgets, _pods, _sets) = (informers.Get<PodDisruptionBudget>().Cache, informers.Get<Pod>().Cache, informers.Get<ReplicaSet>().Cache);
        (_deployments, _statefulSets, _controllers) = (informers.Get<Deployment>().Cache, informers.Get<StatefulSet>().Cache, informers.Get<ReplicationController>().Cache);
        _pods.AddIndex(ByNamespace, static p => [p.Metadata.Namespace ?? ""]);
        informers.FollowSelf<PodDisruptionBudget>(enqueue);
        informers.Get<Pod>().Subscribe(c =>
        {
            foreach (var budget in _budgets.List((c.New ?? c.Old)!.Metadata.Namespace))
            {
                if ((c.Old is { } old && budget.Spec.Selector.Matches(old.Metadata.Labels)) || (c.New is { } pod && budget.Spec.Selector.Matches(pod.Metadata.Labels))) { enqueue(Following.Key(budget)); }
            }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _budgets.Get(key.Namespace, key.Name) is { } budget
        ? DisruptionBudgetPlanner.PlanFor(budget, [.. _pods.ByIndex(ByNamespace, key.Namespace).Where(p => budget.Spec.Selector.Matches(p.Metadata.Labels))], ScaleOf, now) : Plan.Nothing;

    // The controller behind a pod, by uid, and how many pods it wants; null: none that has a scale.
    private (string Uid, int Replicas)? ScaleOf(Pod pod)
    {
        if (pod.Metadata.Controller() is not { } owner) { return null; }
        switch (owner.Kind)
        {
            case "ReplicaSet" when _sets.Get(pod.Metadata.Namespace, owner.Name) is { } set && set.Metadata.Uid == owner.Uid:
                return set.Metadata.Controller() is { Kind: "Deployment" } above && _deployments.Get(pod.Metadata.Namespace, above.Name) is { } deployment && deployment.Metadata.Uid == above.Uid
                    ? (above.Uid, deployment.Spec.Replicas ?? 1) : (owner.Uid, set.Spec.Replicas ?? 1);
            case "StatefulSet" when _statefulSets.Get(pod.Metadata.Namespace, owner.Name) is { } set && set.Metadata.Uid == owner.Uid: return (owner.Uid, set.Spec.Replicas ?? 1);
            case "ReplicationController" when _controllers.Get(pod.Metadata.Namespace, owner.Name) is { } controller && controller.Metadata.Uid == owner.Uid: return (owner.Uid, controller.Spec.Replicas ?? 1);
            default: return null;
        }
    }
}
