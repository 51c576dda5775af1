using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Tracing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>What all pod workers of a node share.</summary>
public sealed record PodWorkerServices
{
    /// <summary>The container runtime.</summary>
    public required IPodRuntime Runtime { get; init; }
    /// <summary>The node, as it is now.</summary>
    public required Func<NodeFacts> Node { get; init; }
    /// <summary>Where files lie.</summary>
    public required PodPaths Paths { get; init; }
    /// <summary>Referred objects.</summary>
    public required IPodObjectSource Objects { get; init; }
    /// <summary>Images.</summary>
    public required PodImages Images { get; init; }
    /// <summary>Volumes.</summary>
    public required PodVolumes Volumes { get; init; }
    /// <summary>Mounts.</summary>
    public required VolumeMounts Mounts { get; init; }
    /// <summary>Devices.</summary>
    public required IContainerDevices Devices { get; init; }
    /// <summary>CPUs.</summary>
    public ICpuAssigner Cpus { get; init; } = new AllCpus();
    /// <summary>Memory nodes.</summary>
    public IMemoryAssigner Memory { get; init; } = new AllMemory();
    /// <summary>Where CPUs, memory and devices are brought together.</summary>
    public NodeTopology Topology { get; init; } = NodeTopology.None;
    /// <summary>Ranges of user ids.</summary>
    public required UserMappings Users { get; init; }
    /// <summary>Probes and hooks.</summary>
    public required Prober Prober { get; init; }
    /// <summary>Events.</summary>
    public required IPodEvents Events { get; init; }
    /// <summary>Reports to the API server.</summary>
    public required IPodReports Reports { get; init; }
    /// <summary>Runtime handler of a RuntimeClass; null: there is no such class.</summary>
    public required Func<string, CancellationToken, Task<string?>> RuntimeHandler { get; init; }
    /// <summary>The node without its pods, as admission sees it.</summary>
    public Func<NodeLoad> Load { get; init; } = static () => new NodeLoad();
    /// <summary>Longest wait before a container that fails is started again, seconds.</summary>
    public int RestartMaxSeconds { get; init; } = RestartBackoff.MaxSeconds;
    /// <summary>Records each pass over a pod; null: nothing does.</summary>
    public Tracer? Tracer { get; init; }
    /// <summary>What is counted.</summary>
    public AgentCounts Counts { get; init; } = new();
    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }
    /// <summary>Log.</summary>
    public required ILogger Logger { get; init; }
}
