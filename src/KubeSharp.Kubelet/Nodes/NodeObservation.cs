using System.Collections.Immutable;
using KubeSharp.Kubelet.Devices;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>What parts of the agent know of the node and its status tells.</summary>
/// <param name="Pressures">Conditions that hold: MemoryPressure, DiskPressure, PIDPressure.</param>
/// <param name="Devices">Devices of plug-ins by resource.</param>
/// <param name="VolumesInUse">Attachable volumes that pods of the node use, by their names at the API server.</param>
/// <param name="IsShuttingDown">It is about to end and is not ready any more.</param>
public sealed record NodeObservation(ImmutableArray<string> Pressures, ImmutableDictionary<string, DeviceCount> Devices, ImmutableArray<string> VolumesInUse, bool IsShuttingDown = false)
{
    /// <summary>Nothing to tell.</summary>
    public static NodeObservation Nothing { get; } = new([], ImmutableDictionary<string, DeviceCount>.Empty, []);
}
