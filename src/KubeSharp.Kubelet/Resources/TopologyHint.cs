using System.Numerics;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Memory nodes of the machine from which something can be had.</summary>
/// <param name="Nodes">A bit a node; 0: it does not matter which.</param>
/// <param name="IsPreferred">No fewer nodes would do.</param>
public readonly record struct TopologyHint(ulong Nodes, bool IsPreferred)
{
    /// <summary>It does not matter which.</summary>
    public static TopologyHint Any { get; } = new(0, true);

    /// <summary>How many nodes.</summary>
    public int Count => BitOperations.PopCount(Nodes);
}
