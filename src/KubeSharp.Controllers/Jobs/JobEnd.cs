using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.Jobs;

/// <summary>
/// Whether a job is at its end, and why. It says so first by FailureTarget or SuccessCriteriaMet, while its pods still go down, then by Failed
/// or Complete with the same reason. Pure. Source: Jobs, terminal Job conditions.
/// </summary>
internal static class JobEnd
{
    /// <summary>The condition that announces the end; null: it goes on.</summary>
    public static JobCondition? Next(JobRun run)
    {
        var spec = run.Job.Spec;
        foreach (var pod in run.Pods.Where(static p => JobPods.HasTracking(p)))
        {
            if (JobFailurePolicy.Match(run.Job, pod) is { Action: "FailJob" } match) { return Failure("PodFailurePolicy", match.Message); }
        }
        if (run.Failed > (spec.BackoffLimit ?? 6) || HasRestartedTooOften(run)) { return Failure("BackoffLimitExceeded", "Job has reached the specified backoff limit"); }
        if (spec.ActiveDeadlineSeconds is { } deadline && run.StartTime is { } start && run.Now - start >= TimeSpan.FromSeconds(deadline)) { return Failure("DeadlineExceeded", "Job was active longer than specified deadline"); }
        if (run.Indexes is { } indexes)
        {
            if (spec.MaxFailedIndexes is { } most && indexes.Failed.Count > most) { return Failure("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"); }
            if (indexes.Failed.Count > 0 && indexes.Failed.Count + indexes.Done.Count >= (spec.Completions ?? 0)) { return Failure("FailedIndexes", "Job has failed indexes"); }
            if (Matched(spec.SuccessPolicy, indexes.Done) is { } rule) { return Success("SuccessPolicy", $"Matched rules at index {rule}"); }
        }
        var isEnough = spec.Completions is { } wanted ? run.Succeeded >= wanted : run.Succeeded > 0 && run.Active.Length == 0;
        return isEnough ? Success("CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    /// <summary>The condition that follows the announcement.</summary>
    public static JobCondition Final(JobCondition announced) => announced with { Type = announced.Type == "FailureTarget" ? "Failed" : "Complete" };

    private static JobCondition Failure(string reason, string message) => new() { Type = "FailureTarget", Status = "True", Reason = reason, Message = message };

    private static JobCondition Success(string reason, string message) => new() { Type = "SuccessCriteriaMet", Status = "True", Reason = reason, Message = message };

    // Pods that the kubelet restarts in place never fail: their restarts count instead.
    private static bool HasRestartedTooOften(JobRun run)
    {
        if (run.Job.Spec.Template.Spec?.RestartPolicy != "OnFailure" || run.Job.Spec.BackoffLimit is not { } limit) { return false; }
        var restarts = run.Active.Where(static p => p.Status.Phase is "Running" or "Pending").Sum(static p => p.Status.InitContainerStatuses.Concat(p.Status.ContainerStatuses).Sum(static s => s.RestartCount));
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private static int? Matched(SuccessPolicy? policy, SortedSet<int> done)
    {
        for (var i = 0; i < (policy?.Rules.Count ?? 0); i++)
        {
            var rule = policy!.Rules[i];
            var wanted = rule.SucceededIndexes is { } text ? JobIndexes.Parse(text) : null;
            var have = wanted is null ? done.Count : wanted.Count(done.Contains);
            if (have >= (rule.SucceededCount ?? wanted?.Count ?? int.MaxValue)) { return i; }
        }
        return null;
    }
}
