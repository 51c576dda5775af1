using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Something that is near to some of the machine's memory nodes: CPUs, memory, devices.</summary>
public interface ITopologySource
{
    /// <summary>From where the containers can have together what they ask for: one entry for each resource that they ask for; null: it does not matter where.</summary>
    IEnumerable<ImmutableArray<TopologyHint>?> HintsOf(Pod pod, IReadOnlyList<Container> together);
}
