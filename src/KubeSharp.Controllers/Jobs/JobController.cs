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
    private const string ByJob = "job";
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
        _pods = informers.Get<Pod>().Cache;
        _pods.AddIndex(ByJob, static p => p.Metadata.Controller() is { Kind: "Job" } owner ? [$"{p.Metadata.Namespace}/{owner.Name}"] : []);
        _jobs = PodIndex.Follow<Job>(informers, "Job", static j => j.Spec.Selector, enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var job = _jobs.Get(key.Namespace, key.Name);
        var plan = job is null ? Plan.Nothing : JobPlanner.PlanFor(job, [.. PodIndex.For(_pods, job.Metadata)], now);
        // Nobody counts the pods of a job that is gone.
        var left = _pods.ByIndex(ByJob, key.ToString()).Where(p => !p.Metadata.IsControlledBy(job?.Metadata.Uid) && JobPods.HasTracking(p)).Select(JobPods.Untrack).ToImmutableArray();
        return left.IsEmpty ? plan : plan with { Actions = plan.Actions.AddRange(left) };
    }
}
