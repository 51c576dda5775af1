using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Jobs;

/// <summary>How many pods of a job run now. After failures the next pod waits, each time longer. Pure.</summary>
internal static class JobScaling
{
    private const int BackoffFirstSeconds = 10;
    private const int BackoffMaxSeconds = 600;

    /// <summary>Adds what is to be done; returns when to look again because a failure is waited out.</summary>
    public static TimeSpan? Plan(JobRun run, ImmutableArray<PlanAction>.Builder actions)
    {
        var (job, active) = (run.Job, run.Active);
        var parallelism = job.Spec.Parallelism ?? 1;
        var wanted = job.Spec.Completions is { } completions ? Math.Min(parallelism, completions - run.Succeeded - (run.Indexes?.Failed.Count ?? 0)) : run.Succeeded > 0 ? Math.Min(active.Length, parallelism) : parallelism;
        if (run.Indexes is { } there)
        {
            // An index runs once: of two pods the younger goes, and one whose index is done.
            var surplus = active.GroupBy(JobIndexes.IndexOf).SelectMany(g => g.OrderBy(static p => p.Metadata.CreationTimestamp).Skip(g.Key is { } i && i < (job.Spec.Completions ?? 0) && !there.Done.Contains(i) && !there.Failed.Contains(i) ? 1 : 0)).ToArray();
            actions.AddRange(surplus.SelectMany(p => JobPods.Withdraw(job, p)));
            active = active.RemoveRange(surplus);
        }
        if (active.Length > wanted)
        {
            actions.AddRange(active.OrderBy(static p => p.IsReady()).ThenByDescending(static p => p.Metadata.CreationTimestamp).Take(active.Length - wanted).SelectMany(p => JobPods.Withdraw(job, p)));
            return null;
        }
        // Pods that are still going down hold their place where a replacement has to wait for them.
        var isWaiting = job.Spec.PodReplacementPolicy == "Failed";
        var missing = Math.Min(ReplicaPlan.BurstMax, wanted - active.Length - (isWaiting ? run.Terminating : 0));
        if (missing <= 0) { return null; }
        return run.Indexes is { } indexes ? Fill(run, active, indexes, missing, isWaiting, actions) : Add(run, missing, actions);
    }

    private static TimeSpan? Add(JobRun run, int missing, ImmutableArray<PlanAction>.Builder actions)
    {
        if (Pause(run.Pods, run.Failed, run.Now, p => JobTally.IsFailed(run.Job, p)) is { } pause) { return pause; }
        actions.AddRange(Enumerable.Range(0, missing).Select(_ => JobPods.Create(run.Job, null, [])));
        return null;
    }

    private static TimeSpan? Fill(JobRun run, ImmutableArray<Pod> active, JobIndexes indexes, int missing, bool isWaiting, ImmutableArray<PlanAction>.Builder actions)
    {
        var held = active.Concat(isWaiting ? run.Pods.Where(static p => p.Metadata.DeletionTimestamp is not null && !p.IsFinished()) : []).Select(JobIndexes.IndexOf).OfType<int>().ToHashSet();
        var isPerIndex = run.Job.Spec.BackoffLimitPerIndex is not null;
        if (!isPerIndex && Pause(run.Pods, run.Failed, run.Now, p => JobTally.IsFailed(run.Job, p)) is { } pause) { return pause; }
        TimeSpan? after = null;
        foreach (var index in Enumerable.Range(0, run.Job.Spec.Completions ?? 0).Where(i => !indexes.Done.Contains(i) && !indexes.Failed.Contains(i) && !held.Contains(i)))
        {
            if (missing == 0) { break; }
            var failed = run.Pods.Where(p => JobIndexes.IndexOf(p) == index && JobTally.IsFailed(run.Job, p)).ToImmutableArray();
            if (isPerIndex && Pause(failed, failed.Length, run.Now, static _ => true) is { } wait)
            {
                after = Moments.Sooner(after, wait);
                continue;
            }
            actions.Add(JobPods.Create(run.Job, index, JobIndexes.Carried(run.Job, failed)));
            missing--;
        }
        return after;
    }

    // Ten seconds after the first failure since the last success, then twice as long each time.
    private static TimeSpan? Pause(ImmutableArray<Pod> pods, int failed, DateTimeOffset now, Func<Pod, bool> isFailed)
    {
        if (failed == 0) { return null; }
        var success = pods.Where(static p => p.Status.Phase == "Succeeded").Select(JobPods.EndedAt).Max();
        var ends = pods.Where(isFailed).Select(JobPods.EndedAt).OfType<DateTimeOffset>().Where(e => success is null || e > success).ToArray();
        if (ends.Length == 0) { return null; }
        var left = ends.Max() + TimeSpan.FromSeconds(Math.Min(BackoffMaxSeconds, BackoffFirstSeconds * Math.Pow(2, Math.Min(ends.Length - 1, 10)))) - now;
        return left > TimeSpan.Zero ? left : null;
    }
}
