using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>What is to be done about what runs out.</summary>
/// <param name="Pressures">Conditions of the node that hold now.</param>
/// <param name="Evictions">Pods to end, with the message their status bears and the signal that told it.</param>
/// <param name="Wanted">The resource that is to be won back first; empty: none.</param>
public sealed record EvictionPlan(ImmutableArray<string> Pressures, ImmutableArray<(Pod Pod, string Message, string Signal)> Evictions, string Wanted);
