using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Jobs;

/// <summary>
/// Decides what a job does next. Pure. A finished pod keeps its tracking finalizer until the status lists it, and is counted when the
/// finalizer is gone (<see cref="JobTally"/>), so that none is counted twice or never. Source: Jobs; KEP-2307 (tracking without lingering pods).
/// </summary>
public static class JobPlanner
{
    private const string OwnName = "kubernetes.io/job-controller";

    /// <summary>Decides for a job and the pods of its namespace that are its own or nobody's.</summary>
    public static Plan PlanFor(Job job, ImmutableArray<Pod> pods, DateTimeOffset now)
    {
        if (job.Spec.ManagedBy is { Length: > 0 } other && other != OwnName) { return Plan.Nothing; }
        var (mine, claims) = job.Spec.Selector is null
            ? ([.. pods.Where(p => p.Metadata.IsControlledBy(job.Metadata.Uid))], []) : ReplicaPlan.Claim(job, labels => job.Spec.Selector.Matches(labels), pods);
        if (IsFinished(job)) { return AfterEnd(job, mine, now); }
        if (job.Metadata.DeletionTimestamp is not null) { return new Plan([.. mine.Where(JobPods.HasTracking).Select(JobPods.Untrack)]); }
        var released = pods.Where(p => p.Metadata.IsControlledBy(job.Metadata.Uid) && !mine.Contains(p) && JobPods.HasTracking(p));
        var isSuspended = job.Spec.Suspend == true;
        var run = new JobRun(job, mine, JobTally.Of(job, mine), JobIndexes.Of(job, mine), isSuspended ? null : job.Status.StartTime ?? now.WholeSecond(), now);
        var actions = claims.ToBuilder();
        actions.AddRange(released.Select(JobPods.Untrack));
        var (status, after) = Step(run, isSuspended, actions);
        // Listed first, released after, counted when released: a crash at any point counts nobody twice and loses nobody.
        if (!status.Equals(job.Status)) { actions.Insert(0, new UpdateAction<Job>(job with { Status = status }, IsStatus: true)); }
        actions.AddRange(mine.Where(p => JobPods.HasTracking(p) && run.Tally.IsListed(p)).Select(JobPods.Untrack));
        return new Plan(actions.ToImmutable()) { After = after };
    }

    /// <summary>Complete or Failed.</summary>
    public static bool IsFinished(Job job) => job.Status.Conditions.Any(static c => c.Type is "Complete" or "Failed" && c.Status == "True");

    private static (JobStatus Status, TimeSpan? After) Step(JobRun run, bool isSuspended, ImmutableArray<PlanAction>.Builder actions)
    {
        var (job, second) = (run.Job, run.Now.WholeSecond());
        var status = Counted(run);
        var announced = job.Status.Conditions.FirstOrDefault(static c => c.Type is "FailureTarget" or "SuccessCriteriaMet" && c.Status == "True");
        if (announced is null && JobEnd.Next(run) is { } next)
        {
            announced = next with { LastProbeTime = second, LastTransitionTime = second };
            status = status with { Conditions = status.Conditions.Add(announced) };
        }
        if (announced is not null)
        {
            // What did not have to run any more has not failed; what is cut off has.
            actions.AddRange(run.Active.SelectMany(p => announced.Type == "FailureTarget" ? [JobPods.Delete(job, p)] : JobPods.Withdraw(job, p)));
            var isOver = run.Active.IsEmpty && run.Terminating == 0 && run.Tally.IsSettled && job.Status.Conditions.Any(c => c.Type == announced.Type);
            return (isOver ? Ended(status, JobEnd.Final(announced), job, second, actions) : status, null);
        }
        status = status with { Conditions = Suspension(job, status.Conditions, isSuspended, second, actions) };
        if (isSuspended)
        {
            actions.AddRange(run.Active.SelectMany(p => JobPods.Withdraw(job, p)));
            return (status, null);
        }
        var after = JobScaling.Plan(run, actions);
        return (status, Moments.Sooner(after, job.Spec.ActiveDeadlineSeconds is { } deadline ? run.StartTime + TimeSpan.FromSeconds(deadline) - run.Now : null));
    }

    private static JobStatus Counted(JobRun run) => run.Job.Status with
    {
        StartTime = run.StartTime,
        Active = NullIfZero(run.Active.Length),
        Succeeded = NullIfZero(run.Indexes?.Done.Count ?? run.Tally.Succeeded),
        Failed = NullIfZero(run.Tally.Failed),
        Ready = run.Active.Count(static p => p.IsReady()),
        Terminating = run.Terminating,
        UncountedTerminatedPods = run.Tally.Uncounted,
        CompletedIndexes = run.Indexes is { Done.Count: > 0 } indexes ? JobIndexes.Text(indexes.Done) : null,
        FailedIndexes = run.Indexes is { } failed && run.Job.Spec.BackoffLimitPerIndex is not null ? JobIndexes.Text(failed.Failed) : null,
    };

    private static JobStatus Ended(JobStatus status, JobCondition condition, Job job, DateTimeOffset second, ImmutableArray<PlanAction>.Builder actions)
    {
        var isComplete = condition.Type == "Complete";
        actions.Add(new EventAction(job, isComplete ? "Normal" : "Warning", isComplete ? "Completed" : condition.Reason!, isComplete ? "Job completed" : condition.Message!));
        return status with { Conditions = status.Conditions.Add(condition with { LastProbeTime = second, LastTransitionTime = second }), CompletionTime = isComplete ? second : null };
    }

    private static Plan AfterEnd(Job job, ImmutableArray<Pod> pods, DateTimeOffset now)
    {
        var actions = pods.Where(JobPods.HasTracking).Select(JobPods.Untrack).Concat(pods.Where(static p => p.IsActive()).Select(static p => (PlanAction)new DeleteAction<Pod>(p))).ToImmutableArray();
        if (job.Spec.TtlSecondsAfterFinished is not { } seconds) { return new Plan(actions); }
        var ended = job.Status.Conditions.First(static c => c.Type is "Complete" or "Failed").LastTransitionTime ?? now;
        var left = ended + TimeSpan.FromSeconds(seconds) - now;
        return left <= TimeSpan.Zero && job.Metadata.DeletionTimestamp is null
            ? new Plan([.. actions, new DeleteAction<Job>(job) { PropagationPolicy = "Foreground" }]) : new Plan(actions) { After = left > TimeSpan.Zero ? left : null };
    }

    private static ApiList<JobCondition> Suspension(Job job, ApiList<JobCondition> conditions, bool isSuspended, DateTimeOffset second, ImmutableArray<PlanAction>.Builder actions)
    {
        var before = conditions.FirstOrDefault(static c => c.Type == "Suspended");
        var status = isSuspended ? "True" : "False";
        if (before is null ? !isSuspended : before.Status == status) { return conditions; }
        actions.Add(new EventAction(job, "Normal", isSuspended ? "Suspended" : "Resumed", isSuspended ? "Job suspended" : "Job resumed"));
        return conditions.Where(static c => c.Type != "Suspended").Append(new JobCondition
        {
            Type = "Suspended",
            Status = status,
            Reason = isSuspended ? "JobSuspended" : "JobResumed",
            Message = isSuspended ? "Job suspended" : "Job resumed",
            LastProbeTime = second,
            LastTransitionTime = second,
        }).ToApiList();
    }

    private static int? NullIfZero(int value) => value == 0 ? null : value;
}
