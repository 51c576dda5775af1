using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Every container has memory of all nodes: the policy None.</summary>
public sealed class AllMemory : IMemoryAssigner
{
    /// <inheritdoc/>
    public string NodesOf(Pod pod, Container container) => "";

    /// <inheritdoc/>
    public void Release(string podUid) { }
}
