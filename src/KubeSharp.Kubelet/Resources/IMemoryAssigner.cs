using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Says from which memory nodes containers have their memory.</summary>
public interface IMemoryAssigner
{
    /// <summary>The container's memory nodes, as the kernel writes them; empty: all. The same ones as long as its pod is there.</summary>
    /// <exception cref="Containers.ContainerConfigException">It is to have memory of its own and too little is left.</exception>
    string NodesOf(Pod pod, Container container);

    /// <summary>No container of the pod runs any more.</summary>
    void Release(string podUid);
}
