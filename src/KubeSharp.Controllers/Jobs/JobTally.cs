using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Controllers.Jobs;

/// <summary>How many pods of a job have ended, exactly. Source: KEP-2307.</summary>
/// <param name="Succeeded">Counted for good.</param>
/// <param name="Failed">Counted for good.</param>
/// <param name="Uncounted">Ended, listed in the status, their finalizer not yet seen to be gone.</param>
/// <param name="Ignored">Uids of failed pods that the failure policy does not count.</param>
public sealed record JobTally(int Succeeded, int Failed, UncountedTerminatedPods Uncounted, ImmutableHashSet<string> Ignored)
{
    /// <summary>All that succeeded.</summary>
    public int SucceededTotal => Succeeded + Uncounted.Succeeded.Count;

    /// <summary>All that failed.</summary>
    public int FailedTotal => Failed + Uncounted.Failed.Count;

    /// <summary>Nothing is listed any more.</summary>
    public bool IsSettled => Uncounted.Succeeded.Count + Uncounted.Failed.Count == 0;

    /// <summary>Whether the pod's end is written down, so that its finalizer may go.</summary>
    public bool IsListed(Pod pod) => Uncounted.Succeeded.Contains(pod.Metadata.Uid ?? "") || Uncounted.Failed.Contains(pod.Metadata.Uid ?? "") || Ignored.Contains(pod.Metadata.Uid ?? "");

    /// <summary>Whether a pod counts as failed: also one that is going down, unless only those that have ended are replaced.</summary>
    public static bool IsFailed(Job job, Pod pod) =>
        pod.Status.Phase == "Failed" || (job.Spec.PodReplacementPolicy != "Failed" && pod.Metadata.DeletionTimestamp is not null && pod.Status.Phase != "Succeeded");

    /// <summary>The next tally: those listed whose finalizer is gone are counted, those that ended since are listed.</summary>
    public static JobTally Of(Job job, ImmutableArray<Pod> pods)
    {
        var held = pods.Where(JobPods.HasTracking).ToDictionary(static p => p.Metadata.Uid ?? "", StringComparer.Ordinal);
        var before = job.Status.UncountedTerminatedPods ?? UncountedTerminatedPods.Empty;
        var ignored = held.Where(h => IsFailed(job, h.Value) && JobFailurePolicy.Match(job, h.Value) is { Action: "Ignore" }).Select(static h => h.Key).ToImmutableHashSet(StringComparer.Ordinal);
        ApiList<string> Next(ApiList<string> listed, Func<Pod, bool> hasEnded) => listed.Where(held.ContainsKey)
            .Concat(held.Where(h => hasEnded(h.Value) && !listed.Contains(h.Key) && !ignored.Contains(h.Key)).Select(static h => h.Key)).ToApiList();
        return new(
            (job.Status.Succeeded ?? 0) + before.Succeeded.Count(u => !held.ContainsKey(u)),
            (job.Status.Failed ?? 0) + before.Failed.Count(u => !held.ContainsKey(u)),
            new UncountedTerminatedPods { Succeeded = Next(before.Succeeded, static p => p.Status.Phase == "Succeeded"), Failed = Next(before.Failed, p => IsFailed(job, p)) }, ignored);
    }
}
