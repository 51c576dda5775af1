using KubeSharp.Api.Batch.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;

namespace KubeSharp.Conformance.Tests;

/// <summary>Cron jobs by a clock of which a minute takes two seconds.</summary>
public sealed class CronJobTests(FastControlPlane plane) : IClassFixture<FastControlPlane>
{
    [Fact]
    public async Task Jobs_run_beside_each_other_where_that_is_allowed()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync("Allow");
        await plane.AwaitAsync<CronJob>(ns, "cron", static c => c!.Status.Active.Count >= 2, "two active jobs");
        Assert.True((await plane.Client.ListAsync<Job>(ns, ListOptions.All, default)).Items.Count >= 2);
    }

    [Fact]
    public async Task A_job_that_still_runs_forbids_the_next()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync("Forbid");
        var cron = await plane.AwaitAsync<CronJob>(ns, "cron", static c => c!.Status.Active.Count == 1, "an active job");
        await ThenAsync(ns, "JobAlreadyActive");
        Assert.Equal(cron.Status.Active[0].Name, Assert.Single((await plane.Client.ListAsync<Job>(ns, ListOptions.All, default)).Items).Metadata.Name);
    }

    [Fact]
    public async Task A_new_job_replaces_the_one_that_runs()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync("Replace");
        var first = (await plane.AwaitAsync<CronJob>(ns, "cron", static c => c!.Status.Active.Count == 1, "an active job")).Status.Active[0];
        await plane.AwaitAllAsync<Job>(ns, j => j.Count == 1 && j[0].Metadata.Uid != first.Uid && j[0].Metadata.DeletionTimestamp is null, "another job in its place");
    }

    [Fact]
    public async Task A_suspended_schedule_starts_nothing()
    {
        var ns = await MakeAsync("Allow", suspend: true);
        var before = plane.Time.GetUtcNow();
        await plane.AwaitAsync<CronJob>(ns, "cron", _ => plane.Time.GetUtcNow() > before.AddMinutes(2), "two minutes");
        Assert.Empty((await plane.Client.ListAsync<Job>(ns, ListOptions.All, default)).Items);
    }

    [Fact]
    public async Task Of_finished_jobs_only_so_many_stay()
    {
        plane.Behave(static _ => PodOutcome.Succeeded);
        var ns = await MakeAsync("Allow", history: 1);
        await plane.AwaitAsync<CronJob>(ns, "cron", static c => c!.Status.LastSuccessfulTime is not null, "a success");
        await ThenAsync(ns, "SuccessfulDelete");
        Assert.InRange((await plane.Client.ListAsync<Job>(ns, ListOptions.All, default)).Items.Count, 1, 3);
    }

    private Task ThenAsync(string ns, string reason) => plane.AwaitAllAsync<Api.Core.V1.Event>(ns, e => e.Any(i => i.Reason == reason && i.InvolvedObject.Kind == "CronJob"), $"the event {reason}");

    private async Task<string> MakeAsync(string policy, bool suspend = false, int history = 3)
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new CronJob
        {
            Metadata = Workloads.Named(ns, "cron"),
            Spec = new CronJobSpec
            {
                Schedule = "*/1 * * * ?",
                ConcurrencyPolicy = policy,
                Suspend = suspend,
                SuccessfulJobsHistoryLimit = history,
                JobTemplate = new JobTemplateSpec { Spec = new JobSpec { Template = Workloads.Template(restartPolicy: "OnFailure") } },
            },
        }, default);
        return ns;
    }
}
