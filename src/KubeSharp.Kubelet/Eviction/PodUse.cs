using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>What a pod uses of what its node may run out of.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="MemoryBytes">Memory that cannot be given back easily.</param>
/// <param name="DiskBytes">Its containers' layers and logs, its emptyDir volumes on disk.</param>
public sealed record PodUse(Pod Pod, long MemoryBytes, long DiskBytes)
{
    /// <summary>Layer and log of each container, bytes.</summary>
    public IReadOnlyDictionary<string, long> ContainerDiskBytes { get; init; } = new Dictionary<string, long>();
    /// <summary>Size of each emptyDir volume, bytes.</summary>
    public IReadOnlyDictionary<string, long> EmptyDirBytes { get; init; } = new Dictionary<string, long>();
}
