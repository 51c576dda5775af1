using System.Collections.Immutable;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Controllers.Jobs;

/// <summary>One pass over a job: what is there and what has been counted.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pods">Its pods.</param>
/// <param name="Tally">Pods that have ended.</param>
/// <param name="Indexes">Its indexes; null: it has none.</param>
/// <param name="StartTime">When it started; null while it is suspended.</param>
/// <param name="Now">The time.</param>
internal sealed record JobRun(Job Job, ImmutableArray<Pod> Pods, JobTally Tally, JobIndexes? Indexes, DateTimeOffset? StartTime, DateTimeOffset Now)
{
    /// <summary>Pods that run or will.</summary>
    public ImmutableArray<Pod> Active { get; } = [.. Pods.Where(static p => p.IsActive())];

    /// <summary>Pods that are going down.</summary>
    public int Terminating => Pods.Count(static p => p.Metadata.DeletionTimestamp is not null && !p.IsFinished());

    /// <summary>Pods, or indexes, that have succeeded.</summary>
    public int Succeeded => Indexes?.Done.Count ?? Tally.SucceededTotal;

    /// <summary>Pods that have failed.</summary>
    public int Failed => Tally.FailedTotal;
}
