using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.ResourceQuotas;

/// <summary>Counts what is used of quotas: admission only ever raises it. Source: Resource Quotas.</summary>
public sealed class ResourceQuotaController : IController
{
    private const string ByNamespace = "namespace";
    private static readonly TimeSpan _countAgainAfter = TimeSpan.FromMinutes(5);
    // Objects that are not followed are counted so often.
    private static readonly TimeSpan _countUnknownAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Func<string, int>> _counts = new(StringComparer.Ordinal);
    private ObjectCache<ResourceQuota> _quotas = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<Service> _services = new();
    private ObjectCache<PersistentVolumeClaim> _claims = new();

    /// <inheritdoc/>
    public string Name => "resourcequota-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["ResourceQuota", "Pod", "Service", "PersistentVolumeClaim", "ConfigMap", "Secret", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ResourceQuota/status"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_quotas, _pods, _services, _claims) = (informers.Get<ResourceQuota>().Cache, informers.Get<Pod>().Cache, informers.Get<Service>().Cache, informers.Get<PersistentVolumeClaim>().Cache);
        informers.Get<ResourceQuota>().Subscribe(c =>
        {
            if (c.New is { } quota && (c.Old is null || !quota.Spec.Hard.Equals(quota.Status.Hard))) { enqueue(Following.Key(quota)); }
        });
        Count<ResourceQuota>(informers, enqueue, "resourcequotas", static (_, _) => false);
        Count<Pod>(informers, enqueue, "pods", static (a, b) => a.IsFinished() != b.IsFinished() || !a.Spec.Containers.Equals(b.Spec.Containers) || !a.Spec.InitContainers.Equals(b.Spec.InitContainers));
        Count<Service>(informers, enqueue, "services", static (a, b) => a.Spec.Type != b.Spec.Type || a.Spec.Ports.Count != b.Spec.Ports.Count);
        Count<PersistentVolumeClaim>(informers, enqueue, "persistentvolumeclaims", static (a, b) => !a.Spec.Equals(b.Spec) || !a.Status.AllocatedResources.Equals(b.Status.AllocatedResources));
        Count<ConfigMap>(informers, enqueue, "configmaps");
        Count<Secret>(informers, enqueue, "secrets");
        Count<ReplicationController>(informers, enqueue, "replicationcontrollers");
        Count<ReplicaSet>(informers, enqueue, "replicasets.apps");
        Count<Deployment>(informers, enqueue, "deployments.apps");
        Count<StatefulSet>(informers, enqueue, "statefulsets.apps");
        Count<DaemonSet>(informers, enqueue, "daemonsets.apps");
        Count<Job>(informers, enqueue, "jobs.batch");
        Count<CronJob>(informers, enqueue, "cronjobs.batch");
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        if (_quotas.Get(key.Namespace, key.Name) is not { } quota || quota.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        var (used, unknown) = QuotaPlanner.Usage(quota, _pods.ByIndex(ByNamespace, key.Namespace), _services.ByIndex(ByNamespace, key.Namespace), _claims.ByIndex(ByNamespace, key.Namespace),
            resource => _counts.TryGetValue(resource, out var count) ? count(key.Namespace) : null);
        return PlanFor(quota, used, unknown);
    }

    /// <summary>Decides for a quota and what is used of it.</summary>
    public static Plan PlanFor(ResourceQuota quota, ApiMap<Machinery.Quantities.Quantity> used, ImmutableArray<string> unknown)
    {
        var wanted = quota with { Status = new ResourceQuotaStatus { Hard = quota.Spec.Hard, Used = used } };
        if (!unknown.IsEmpty) { return Plan.Of(new QuotaStatusAction(wanted, unknown)) with { After = _countUnknownAfter }; }
        return (wanted.Status.Equals(quota.Status) ? Plan.Nothing : Plan.Of(new UpdateAction<ResourceQuota>(wanted, IsStatus: true))) with { After = _countAgainAfter };
    }

    private void Count<T>(InformerFactory informers, Action<ObjectKey> enqueue, string resource, Func<T, T, bool>? concerns = null) where T : class, IApiObject<T>
    {
        var cache = informers.Get<T>().Cache;
        cache.AddIndex(ByNamespace, static v => [v.Metadata.Namespace ?? ""]);
        _counts[resource] = ns => cache.ByIndex(ByNamespace, ns).Count;
        informers.Get<T>().Subscribe(c =>
        {
            // What is added admission has counted already; a count from a cache that lags would take it back. So no change makes one that
            // uses no less or more than before: a pod that is bound to its node comes while its siblings are being admitted.
            if (c.Old is null || (c.New is { } value && (concerns is null || !concerns(c.Old, value)))) { return; }
            foreach (var quota in _quotas.List((c.New ?? c.Old)!.Metadata.Namespace)) { enqueue(Following.Key(quota)); }
        });
    }
}
