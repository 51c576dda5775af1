using System.Collections.Immutable;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.CronJobs;

/// <summary>Starts jobs by a schedule. Source: CronJob.</summary>
public sealed class CronJobController : IController
{
    private const string ByController = "controller";
    private ObjectCache<CronJob> _cronJobs = new();
    private ObjectCache<Job> _jobs = new();

    /// <inheritdoc/>
    public string Name => "cronjob-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["CronJob", "Job"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["CronJob/status", "Job.of CronJob"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_cronJobs, _jobs) = (informers.Get<CronJob>().Cache, informers.Get<Job>().Cache);
        _jobs.AddIndex(ByController, static j => [j.Metadata.Controller()?.Uid ?? ""]);
        informers.FollowSelf<CronJob>(enqueue);
        informers.FollowOwned<Job>("CronJob", enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) =>
        _cronJobs.Get(key.Namespace, key.Name) is { } cronJob ? CronJobPlanner.PlanFor(cronJob, [.. _jobs.ByIndex(ByController, cronJob.Metadata.Uid ?? "")], now) : Plan.Nothing;
}
