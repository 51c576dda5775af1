using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Memory that a container has for its own.</summary>
/// <param name="Nodes">The memory nodes, as bits.</param>
/// <param name="Amounts">Bytes by resource.</param>
public sealed record MemoryShare(ulong Nodes, ImmutableDictionary<string, long> Amounts)
{
    /// <summary>The nodes as the kernel writes them.</summary>
    public string Text
    {
        get
        {
            var nodes = Nodes;
            return CpuSet.Format([.. Enumerable.Range(0, 64).Where(n => (nodes & (1UL << n)) != 0)]);
        }
    }
}
