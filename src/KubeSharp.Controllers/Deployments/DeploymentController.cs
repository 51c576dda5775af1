using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Deployments;

/// <summary>Keeps the replica sets of Deployments. Source: Deployments.</summary>
public sealed class DeploymentController : IController
{
    private const string ByController = "controller";
    private ObjectCache<Deployment> _deployments = new();
    private ObjectCache<ReplicaSet> _sets = new();
    private ObjectCache<Pod> _pods = new();

    /// <inheritdoc/>
    public string Name => "deployment-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Deployment", "ReplicaSet", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Deployment/status", "ReplicaSet.of Deployment"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_deployments, _sets, _pods) = (informers.Get<Deployment>().Cache, informers.Get<ReplicaSet>().Cache, informers.Get<Pod>().Cache);
        _sets.AddIndex(ByController, static s => [s.Metadata.Controller()?.Uid ?? "orphans of " + s.Metadata.Namespace]);
        Replication.PodIndex.Add(informers);
        informers.FollowSelf<Deployment>(enqueue);
        informers.FollowOwned<ReplicaSet>("Deployment", enqueue);
        // Recreate waits for the last old pod to be gone.
        informers.Get<Pod>().Subscribe(c =>
        {
            if (c.New is null && c.Old!.Metadata.Controller() is { Kind: "ReplicaSet" } owner && _sets.Get(c.Old.Metadata.Namespace, owner.Name)?.Metadata.Controller() is { Kind: "Deployment" } deployment)
            {
                enqueue(new(c.Old.Metadata.Namespace!, deployment.Name));
            }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        if (_deployments.Get(key.Namespace, key.Name) is not { } deployment) { return Plan.Nothing; }
        var sets = _sets.ByIndex(ByController, deployment.Metadata.Uid ?? "").Concat(_sets.ByIndex(ByController, "orphans of " + key.Namespace)).ToImmutableArray();
        var pods = sets.ToImmutableDictionary(static s => s.Metadata.Uid ?? "", s => Replication.PodIndex.For(_pods, s.Metadata).Count(p => p.Metadata.IsControlledBy(s.Metadata.Uid)));
        return DeploymentPlanner.PlanFor(new DeploymentObservation(deployment, sets, pods), now);
    }
}
