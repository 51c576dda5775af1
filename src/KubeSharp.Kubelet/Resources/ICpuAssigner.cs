using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Says on which CPUs containers run.</summary>
public interface ICpuAssigner
{
    /// <summary>The container's CPUs, as the kernel writes them; empty: all. The same ones as long as its pod is there.</summary>
    /// <exception cref="Containers.ContainerConfigException">It is to have CPUs of its own and too few are left.</exception>
    string CpusOf(Pod pod, Container container);

    /// <summary>No container of the pod runs any more.</summary>
    void Release(string podUid);
}
