using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.DaemonSets;

/// <param name="Set">The daemon set.</param>
/// <param name="Nodes">All nodes.</param>
/// <param name="Pods">Pods it controls and those of its namespace that nobody does.</param>
/// <param name="Revisions">Revisions likewise.</param>
public sealed record DaemonSetObservation(DaemonSet Set, ImmutableArray<Node> Nodes, ImmutableArray<Pod> Pods, ImmutableArray<ControllerRevision> Revisions);
