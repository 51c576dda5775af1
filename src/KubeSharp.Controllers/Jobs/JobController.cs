using System.Collections.Immutable;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Jobs;

/// <summary>Runs pods until enough have succeeded. Source: Jobs.</summary>
public sealed class JobController : IController
{
    private ObjectCache<Job> _jobs = new();
    private ObjectCache<Pod> _pods = new();

    /// <inheritdoc/>
    public string Name => "job-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Job", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Job/status", "Pod.of Job"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_jobs, _pods) = (informers.Get<Job>().Cache, informers.Get<Pod>().Cache);
        PodIndex.Add(informers);
        informers.FollowSelf<Job>(enqueue);
        informers.FollowOwned<Pod>("Job", enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) =>
        _jobs.Get(key.Namespace, key.Name) is { } job ? JobPlanner.PlanFor(job, [.. PodIndex.For(_pods, job.Metadata).Where(p => p.Metadata.IsControlledBy(job.Metadata.Uid))], now) : Plan.Nothing;
}
