using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Controllers.Jobs;

/// <summary>
/// Decides what a job does next. Pure. A finished pod keeps its tracking finalizer until the status lists it, and is counted when the
/// finalizer is gone (<see cref="JobTally"/>), so that none is counted twice or never. Source: Jobs; KEP-2307 (tracking without lingering pods), KEP-2214 (indexed).
/// </summary>
public static class JobPlanner
{
    private const string Tracking = "batch.kubernetes.io/job-tracking";
    private const string IndexKey = "batch.kubernetes.io/job-completion-index";
    private const int BackoffFirstSeconds = 10;
    private const int BackoffMaxSeconds = 600;

    /// <summary>Decides for a job and the pods it controls.</summary>
    public static Plan PlanFor(Job job, ImmutableArray<Pod> pods, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        if (IsFinished(job)) { return AfterEnd(job, pods, now); }
        if (job.Metadata.DeletionTimestamp is not null) { return new Plan([.. pods.Where(HasTracking).Select(Untrack)]); }
        var tally = JobTally.Of(job, pods);
        var (succeeded, failed) = (tally.SucceededTotal, tally.FailedTotal);
        var active = pods.Where(static p => p.IsActive()).ToArray();
        var indexes = Indexes(job, pods.Where(p => tally.Uncounted.Succeeded.Contains(p.Metadata.Uid ?? "")));
        if (indexes is not null) { succeeded = indexes.Count; }
        var isSuspended = job.Spec.Suspend == true;
        var status = job.Status with
        {
            StartTime = isSuspended ? null : job.Status.StartTime ?? second, Succeeded = indexes is null ? tally.Succeeded : indexes.Count, Failed = tally.Failed, Active = active.Length,
            UncountedTerminatedPods = tally.Uncounted,
            Ready = active.Count(static p => p.IsReady()), Terminating = pods.Count(static p => p.Metadata.DeletionTimestamp is not null && !p.IsFinished()),
            CompletedIndexes = indexes is null ? job.Status.CompletedIndexes : Ranges(indexes),
        };
        var end = End(job, status, active.Length, succeeded, failed, now);
        // What is still to be let go of is counted before the job says that it is over.
        var isSettled = tally.IsSettled;
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        TimeSpan? after = null;
        if (end is { } condition && isSettled)
        {
            status = status with { Conditions = status.Conditions.Add(condition with { LastProbeTime = second, LastTransitionTime = second }), Active = 0, Ready = 0, CompletionTime = condition.Type == "Complete" ? second : null };
            actions.AddRange(active.Select(p => new DeleteAction<Pod>(p) { Event = (job, "SuccessfulDelete") }));
            actions.Add(new EventAction(job, condition.Type == "Complete" ? "Normal" : "Warning", condition.Type == "Complete" ? "Completed" : condition.Reason!, condition.Message!));
        }
        else
        {
            status = status with { Conditions = Suspension(status.Conditions, isSuspended, second) };
            if (isSuspended) { actions.AddRange(active.Select(p => new DeleteAction<Pod>(p) { Event = (job, "SuccessfulDelete") })); }
            else if (end is null) { after = Scale(job, pods, active, succeeded, failed, indexes, now, actions); }
            if (job.Spec.ActiveDeadlineSeconds is { } deadline && status.StartTime is { } start && start + TimeSpan.FromSeconds(deadline) - now is var left && left > TimeSpan.Zero && (after is null || left < after)) { after = left; }
        }
        // Listed first, released after, counted when released: a crash at any point counts nobody twice and loses nobody.
        if (!status.Equals(job.Status)) { actions.Insert(0, new UpdateAction<Job>(job with { Status = status }, IsStatus: true)); }
        actions.AddRange(pods.Where(p => HasTracking(p) && tally.IsListed(p)).Select(Untrack));
        return new Plan(actions.ToImmutable()) { After = after };
    }

    /// <summary>Complete or Failed.</summary>
    public static bool IsFinished(Job job) => job.Status.Conditions.Any(static c => c.Type is "Complete" or "Failed" && c.Status == "True");

    private static Plan AfterEnd(Job job, ImmutableArray<Pod> pods, DateTimeOffset now)
    {
        var actions = pods.Where(HasTracking).Select(Untrack).Concat(pods.Where(static p => p.IsActive()).Select(static p => (PlanAction)new DeleteAction<Pod>(p))).ToImmutableArray();
        if (job.Spec.TtlSecondsAfterFinished is not { } seconds) { return new Plan(actions); }
        var ended = job.Status.Conditions.First(static c => c.Type is "Complete" or "Failed").LastTransitionTime ?? now;
        var left = ended + TimeSpan.FromSeconds(seconds) - now;
        return left <= TimeSpan.Zero && job.Metadata.DeletionTimestamp is null
            ? new Plan([.. actions, new DeleteAction<Job>(job) { PropagationPolicy = "Foreground" }]) : new Plan(actions) { After = left > TimeSpan.Zero ? left : null };
    }

    private static JobCondition? End(Job job, JobStatus status, int active, int succeeded, int failed, DateTimeOffset now)
    {
        static JobCondition Make(string type, string reason, string message) => new() { Type = type, Status = "True", Reason = reason, Message = message };
        if (failed > (job.Spec.BackoffLimit ?? 6)) { return Make("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit"); }
        if (job.Spec.ActiveDeadlineSeconds is { } deadline && status.StartTime is { } start && now - start >= TimeSpan.FromSeconds(deadline)) { return Make("Failed", "DeadlineExceeded", "Job was active longer than specified deadline"); }
        var isEnough = job.Spec.Completions is { } wanted ? succeeded >= wanted : succeeded > 0 && active == 0;
        return isEnough ? Make("Complete", "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    // Returns when to look again because a failed pod is waited out.
    private static TimeSpan? Scale(Job job, ImmutableArray<Pod> pods, Pod[] active, int succeeded, int failed, SortedSet<int>? indexes, DateTimeOffset now, ImmutableArray<PlanAction>.Builder actions)
    {
        var parallelism = job.Spec.Parallelism ?? 1;
        var wanted = job.Spec.Completions is { } completions ? Math.Min(parallelism, completions - succeeded) : succeeded > 0 ? active.Length : parallelism;
        if (active.Length > wanted)
        {
            actions.AddRange(active.OrderBy(static p => p.IsReady()).ThenByDescending(static p => p.Metadata.CreationTimestamp).Take(active.Length - wanted).Select(p => new DeleteAction<Pod>(p) { Event = (job, "SuccessfulDelete") }));
            return null;
        }
        // Pods that are still going down hold their place where a replacement has to wait for them.
        var terminating = job.Spec.PodReplacementPolicy == "Failed" ? pods.Count(static p => p.Metadata.DeletionTimestamp is not null && !p.IsFinished()) : 0;
        var missing = Math.Min(ReplicaPlan.BurstMax, wanted - active.Length - terminating);
        if (missing <= 0) { return null; }
        if (Backoff(pods, failed, now) is { } pause) { return pause; }
        if (indexes is null)
        {
            actions.AddRange(Enumerable.Range(0, missing).Select(_ => Create(job, null)));
            return null;
        }
        var used = active.Select(IndexOf).OfType<int>().ToHashSet();
        actions.AddRange(Enumerable.Range(0, job.Spec.Completions ?? 0).Where(i => !indexes.Contains(i) && !used.Contains(i)).Take(missing).Select(i => Create(job, i)));
        return null;
    }

    private static TimeSpan? Backoff(ImmutableArray<Pod> pods, int failed, DateTimeOffset now)
    {
        if (failed == 0) { return null; }
        var last = pods.Where(static p => p.Status.Phase == "Failed").SelectMany(static p => p.Status.ContainerStatuses.Select(static s => s.State?.Terminated?.FinishedAt)).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var pause = TimeSpan.FromSeconds(Math.Min(BackoffMaxSeconds, BackoffFirstSeconds * Math.Pow(2, Math.Min(failed - 1, 10))));
        var left = last == DateTimeOffset.MinValue ? TimeSpan.Zero : last + pause - now;
        return left > TimeSpan.Zero ? left : null;
    }

    private static CreateAction<Pod> Create(Job job, int? index)
    {
        var pod = ReplicaPlan.PodOf(job, job.Spec.Template ?? PodTemplateSpec.Empty);
        pod = pod with { Metadata = pod.Metadata with { Finalizers = pod.Metadata.Finalizers.Add(Tracking) } };
        if (index is { } i)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            var variable = new EnvVar { Name = "JOB_COMPLETION_INDEX", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = $"metadata.labels['{IndexKey}']" } } };
            pod = pod with
            {
                Metadata = pod.Metadata with { GenerateName = $"{job.Metadata.Name}-{text}-", Annotations = pod.Metadata.Annotations.Set(IndexKey, text), Labels = pod.Metadata.Labels.Set(IndexKey, text) },
                Spec = pod.Spec with
                {
                    Hostname = $"{job.Metadata.Name}-{text}", Containers = pod.Spec.Containers.Select(c => c with { Env = c.Env.Add(variable) }).ToApiList(),
                    InitContainers = pod.Spec.InitContainers.Select(c => c with { Env = c.Env.Add(variable) }).ToApiList(),
                },
            };
        }
        return new CreateAction<Pod>(pod) { Event = (job, "SuccessfulCreate", "FailedCreate") };
    }

    private static SortedSet<int>? Indexes(Job job, IEnumerable<Pod> uncounted)
    {
        if (job.Spec.CompletionMode != "Indexed") { return null; }
        var done = new SortedSet<int>();
        foreach (var range in (job.Status.CompletedIndexes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-').Select(static n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            for (var i = ends[0]; i <= ends[^1]; i++) { done.Add(i); }
        }
        done.UnionWith(uncounted.Where(static p => p.Status.Phase == "Succeeded").Select(IndexOf).OfType<int>());
        return done;
    }

    private static string? Ranges(SortedSet<int> indexes)
    {
        var parts = new List<string>();
        foreach (var run in indexes.Select((index, i) => (index, Key: index - i)).GroupBy(static p => p.Key))
        {
            var (first, last) = (run.First().index, run.Last().index);
            parts.Add(first == last ? $"{first}" : last == first + 1 ? $"{first},{last}" : $"{first}-{last}");
        }
        return parts.Count == 0 ? null : string.Join(',', parts);
    }

    private static int? IndexOf(Pod pod) => int.TryParse(pod.Metadata.Annotations.Get(IndexKey), CultureInfo.InvariantCulture, out var index) ? index : null;

    private static ApiList<JobCondition> Suspension(ApiList<JobCondition> conditions, bool isSuspended, DateTimeOffset now)
    {
        var before = conditions.FirstOrDefault(static c => c.Type == "Suspended");
        var status = isSuspended ? "True" : "False";
        if (before is null ? !isSuspended : before.Status == status) { return conditions; }
        return conditions.Where(static c => c.Type != "Suspended").Append(new JobCondition
        {
            Type = "Suspended", Status = status, Reason = isSuspended ? "JobSuspended" : "JobResumed", Message = isSuspended ? "Job suspended" : "Job resumed", LastProbeTime = now, LastTransitionTime = now,
        }).ToApiList();
    }

    internal static bool HasTracking(Pod pod) => pod.Metadata.Finalizers.Contains(Tracking);

    private static PlanAction Untrack(Pod pod) => new PatchAction<Pod>(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic,
        ObjectNode.Of(("metadata", ObjectNode.Of(("uid", pod.Metadata.Uid), ("$deleteFromPrimitiveList/finalizers", ArrayNode.Of(Tracking))))));
}
