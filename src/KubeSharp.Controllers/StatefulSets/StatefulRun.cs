using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.StatefulSets;

/// <summary>One pass over a stateful set: what it looks at and the actions it gathers.</summary>
/// <param name="Set">The set.</param>
/// <param name="Update">Revision of its template now.</param>
/// <param name="Current">Revision that all pods had last.</param>
/// <param name="Claim">Claims by name.</param>
/// <param name="Now">The time.</param>
internal sealed record StatefulRun(StatefulSet Set, ControllerRevision Update, ControllerRevision Current, Func<string, PersistentVolumeClaim?> Claim, DateTimeOffset Now)
{
    /// <summary>What is to be done.</summary>
    public ImmutableArray<PlanAction>.Builder Actions { get; } = ImmutableArray.CreateBuilder<PlanAction>();

    /// <summary>Pods come and go one by one.</summary>
    public bool IsOrdered => Set.Spec.PodManagementPolicy != "Parallel";

    /// <summary>The revision of a pod that is made anew: below the partition the one before.</summary>
    public ControllerRevision RevisionFor(int ordinal) =>
        Set.Spec.UpdateStrategy is { Type: not "OnDelete", RollingUpdate.Partition: { } partition } && ordinal < StatefulPods.Start(Set) + partition ? Current : Update;
}
