using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.StatefulSets;

/// <param name="Set">The stateful set.</param>
/// <param name="Pods">Pods it controls and those of its namespace that nobody does.</param>
/// <param name="Revisions">Revisions likewise.</param>
/// <param name="Claim">The claim of that name in its namespace.</param>
public sealed record StatefulSetObservation(StatefulSet Set, ImmutableArray<Pod> Pods, ImmutableArray<ControllerRevision> Revisions, Func<string, PersistentVolumeClaim?> Claim);
