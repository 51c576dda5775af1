using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Jobs on fake nodes, where ten seconds pass in a third of one.</summary>
public sealed class JobTests(FastControlPlane plane) : IClassFixture<FastControlPlane>
{
    private const string Index = "batch.kubernetes.io/job-completion-index";

    [Fact]
    public async Task An_indexed_job_runs_each_index_with_its_host_name()
    {
        plane.Behave(static _ => PodOutcome.Succeeded);
        var ns = await MakeAsync(static s => s with { CompletionMode = "Indexed", Completions = 4, Parallelism = 2 });
        var job = await EndedAsync(ns, "Complete");
        Assert.Equal(("0-3", 4, "CompletionsReached"), (job.Status.CompletedIndexes, job.Status.Succeeded, job.Status.Conditions.Single(static c => c.Type == "SuccessCriteriaMet").Reason));
        var pods = (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items;
        Assert.Equal(["0", "1", "2", "3"], pods.Select(static p => p.Metadata.Annotations[Index]).Order());
        Assert.All(pods, static p => Assert.Equal($"job-{p.Metadata.Annotations[Index]}", p.Spec.Hostname));
        Assert.All(pods, static p => Assert.Empty(p.Metadata.Finalizers));
    }

    [Fact]
    public async Task Each_index_has_its_own_limit_and_the_others_run_all_the_same()
    {
        plane.Behave(static p => int.Parse(p.Metadata.Annotations[Index], System.Globalization.CultureInfo.InvariantCulture) % 2 == 0 ? PodOutcome.Failed(1) : PodOutcome.Succeeded);
        var ns = await MakeAsync(static s => s with { CompletionMode = "Indexed", Completions = 4, Parallelism = 2, BackoffLimitPerIndex = 1 });
        var job = await EndedAsync(ns, "Failed");
        Assert.Equal(("FailedIndexes", "0,2", "1,3", 4, 2), (Reason(job, "Failed"), job.Status.FailedIndexes, job.Status.CompletedIndexes, job.Status.Failed, job.Status.Succeeded));
    }

    [Fact]
    public async Task Too_many_failed_indexes_end_the_job()
    {
        plane.Behave(static p => p.Metadata.Annotations[Index] == "0" ? PodOutcome.Failed(1) : PodOutcome.Ready);
        var ns = await MakeAsync(static s => s with { CompletionMode = "Indexed", Completions = 4, Parallelism = 4, BackoffLimitPerIndex = 1, MaxFailedIndexes = 0 });
        var job = await EndedAsync(ns, "Failed");
        Assert.Equal(("MaxFailedIndexesExceeded", "0"), (Reason(job, "Failed"), job.Status.FailedIndexes));
    }

    [Fact]
    public async Task An_exit_code_fails_an_index_or_the_whole_job()
    {
        plane.Behave(static p => p.Metadata.Annotations.Get(Index) is null or "0" ? PodOutcome.Failed(42) : PodOutcome.Succeeded);
        var perIndex = await MakeAsync(static s => s with { CompletionMode = "Indexed", Completions = 2, Parallelism = 2, BackoffLimitPerIndex = 3, PodFailurePolicy = Policy("FailIndex") });
        var job = await EndedAsync(perIndex, "Failed");
        Assert.Equal(("0", 1), (job.Status.FailedIndexes, job.Status.Failed));
        var whole = await MakeAsync(static s => s with { Completions = 4, Parallelism = 2, BackoffLimit = 6, PodFailurePolicy = Policy("FailJob") });
        job = await EndedAsync(whole, "Failed");
        Assert.Equal("PodFailurePolicy", Reason(job, "Failed"));
        Assert.Matches("^Container c for pod .* failed with exit code 42 matching FailJob rule at index 0$", job.Status.Conditions.Single(static c => c.Type == "FailureTarget").Message);
    }

    [Fact]
    public async Task A_disruption_is_not_counted_where_the_policy_ignores_it()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(static s => s with { Completions = 1, Parallelism = 1, BackoffLimit = 0, PodFailurePolicy = new PodFailurePolicy { Rules = [new PodFailurePolicyRule { Action = "Ignore", OnPodConditions = [new PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget", Status = "True" }] }] } });
        var pod = (await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 1 && p[0].Status.Phase == "Running", "a pod"))[0];
        plane.Behave(static _ => PodOutcome.Succeeded);
        var eviction = ObjectNode.Of(("apiVersion", "policy/v1"), ("kind", "Eviction"), ("metadata", ObjectNode.Of(("name", pod.Metadata.Name), ("namespace", ns))));
        await plane.Client.RequestAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/pods/{pod.Metadata.Name}/eviction", eviction.ToUtf8(), "application/json", default);
        var job = await EndedAsync(ns, "Complete");
        Assert.Equal((1, 0), (job.Status.Succeeded, job.Status.Failed ?? 0));
    }

    [Theory]
    [InlineData(null, null, "0-3")]
    [InlineData("0", null, "0")]
    [InlineData(null, 1, "0")]
    public async Task A_success_policy_ends_a_job_early(string? indexes, int? count, string done)
    {
        plane.Behave(p => done == "0-3" || p.Metadata.Annotations[Index] == "0" ? PodOutcome.Succeeded : PodOutcome.Ready);
        var rule = indexes is null && count is null ? new SuccessPolicyRule { SucceededIndexes = "0-3" } : new SuccessPolicyRule { SucceededIndexes = indexes, SucceededCount = count };
        var ns = await MakeAsync(s => s with { CompletionMode = "Indexed", Completions = 4, Parallelism = 4, SuccessPolicy = new SuccessPolicy { Rules = [rule] } });
        var job = await EndedAsync(ns, "Complete");
        Assert.Equal(("SuccessPolicy", done), (Reason(job, "SuccessCriteriaMet"), job.Status.CompletedIndexes));
        await plane.AwaitAllAsync<Pod>(ns, static p => p.All(static q => q.Status.Phase != "Running"), "no running pods");
    }

    [Fact]
    public async Task Failures_are_tried_again_until_the_limit()
    {
        plane.Behave(static _ => PodOutcome.Failed(1));
        var ns = await MakeAsync(static s => s with { BackoffLimit = 1 });
        var job = await EndedAsync(ns, "Failed");
        Assert.Equal(("BackoffLimitExceeded", 2), (Reason(job, "Failed"), job.Status.Failed));
    }

    [Fact]
    public async Task A_deadline_ends_a_job_and_its_pods()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(static s => s with { ActiveDeadlineSeconds = 5 });
        Assert.Equal("DeadlineExceeded", Reason(await EndedAsync(ns, "Failed"), "Failed"));
    }

    [Fact]
    public async Task A_suspended_job_has_no_pods_until_it_is_resumed()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(static s => s with { Suspend = true });
        await plane.AwaitAsync<Job>(ns, "job", static j => j!.Status.Conditions.Any(static c => c is { Type: "Suspended", Status: "True" }), "a suspended job");
        Assert.Empty((await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items);
        await plane.ChangeAsync<Job>(ns, "job", static j => j with { Spec = j.Spec with { Suspend = false } });
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 1, "a pod");
        await plane.ChangeAsync<Job>(ns, "job", static j => j with { Spec = j.Spec with { Suspend = true } });
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "no pods");
        var job = await plane.AwaitAsync<Job>(ns, "job", static j => (j!.Status.Active ?? 0) == 0 && j.Status.StartTime is null, "no active pods");
        Assert.Equal(0, job.Status.Failed ?? 0);
    }

    [Fact]
    public async Task An_orphan_is_adopted_and_one_that_does_not_match_is_released()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(static s => s with { Parallelism = 2 });
        var pod = (await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2, "two pods"))[0];
        await plane.ChangeAsync<Pod>(ns, pod.Metadata.Name!, static p => p with { Metadata = p.Metadata with { OwnerReferences = [] } });
        await plane.AwaitAsync<Pod>(ns, pod.Metadata.Name!, static p => p!.Metadata.OwnerReferences.Any(static o => o.Kind == "Job" && o.Controller == true), "adoption");
        await plane.ChangeAsync<Pod>(ns, pod.Metadata.Name!, static p => p with { Metadata = p.Metadata with { Labels = ApiMap<string>.Empty } });
        await plane.AwaitAsync<Pod>(ns, pod.Metadata.Name!, static p => p!.Metadata.OwnerReferences.Count == 0 && p.Metadata.Finalizers.Count == 0, "release");
    }

    [Fact]
    public async Task A_deleted_job_takes_its_pods_along()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(static s => s with { Parallelism = 2 });
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2, "two pods");
        await plane.Client.DeleteAsync<Job>(ns, "job", new() { PropagationPolicy = "Background" }, default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task A_finished_job_goes_after_its_time()
    {
        plane.Behave(static _ => PodOutcome.Succeeded);
        var ns = await MakeAsync(static s => s with { TtlSecondsAfterFinished = 5 });
        await plane.AwaitAllAsync<Job>(ns, static j => j.Count == 0, "no job");
    }

    private static PodFailurePolicy Policy(string action) => new() { Rules = [new PodFailurePolicyRule { Action = action, OnExitCodes = new PodFailurePolicyOnExitCodesRequirement { ContainerName = "c", Operator = "In", Values = [42] } }] };

    private static string? Reason(Job job, string type) => job.Status.Conditions.Single(c => c.Type == type).Reason;

    private async Task<string> MakeAsync(Func<JobSpec, JobSpec> change)
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Job { Metadata = Workloads.Named(ns, "job"), Spec = change(new JobSpec { Template = Workloads.Template(restartPolicy: "Never") }) }, default);
        return ns;
    }

    private Task<Job> EndedAsync(string ns, string type) => plane.AwaitAsync<Job>(ns, "job", j => j!.Status.Conditions.Any(c => c.Type == type && c.Status == "True"), $"the job to be {type}");
}
