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
public sealed record JobTally(int Succeeded, int Failed, UncountedTerminatedPods Uncounted)
{
    /// <summary>All that succeeded.</summary>
    public int SucceededTotal => Succeeded + Uncounted.Succeeded.Count;

    /// <summary>All that failed.</summary>
    public int FailedTotal => Failed + Uncounted.Failed.Count;

    /// <summary>Nothing is listed any more.</summary>
    public bool IsSettled => Uncounted.Succeeded.Count + Uncounted.Failed.Count == 0;

    /// <summary>Whether the pod is listed.</summary>
    public bool IsListed(Pod pod) => Uncounted.Succeeded.Contains(pod.Metadata.Uid ?? "") || Uncounted.Failed.Contains(pod.Metadata.Uid ?? "");

    /// <summary>The next tally: those listed whose finalizer is gone are counted, those that ended since are listed.</summary>
    public static JobTally Of(Job job, ImmutableArray<Pod> pods)
    {
        var held = pods.Where(JobPlanner.HasTracking).ToDictionary(static p => p.Metadata.Uid ?? "", StringComparer.Ordinal);
        var before = job.Status.UncountedTerminatedPods ?? UncountedTerminatedPods.Empty;
        ApiList<string> Next(ApiList<string> listed, string phase) => listed.Where(held.ContainsKey)
            .Concat(held.Where(h => h.Value.Status.Phase == phase && !listed.Contains(h.Key)).Select(static h => h.Key)).ToApiList();
        return new(
            (job.Status.Succeeded ?? 0) + before.Succeeded.Count(u => !held.ContainsKey(u)),
            (job.Status.Failed ?? 0) + before.Failed.Count(u => !held.ContainsKey(u)),
            new UncountedTerminatedPods { Succeeded = Next(before.Succeeded, "Succeeded"), Failed = Next(before.Failed, "Failed") });
    }
}
