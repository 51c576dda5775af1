using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Devices;

/// <param name="Id">The plug-in's id of the device.</param>
/// <param name="IsHealthy">It can be used.</param>
/// <param name="NumaNodes">Memory nodes it is near to; empty: the plug-in does not tell.</param>
public sealed record DeviceActual(string Id, bool IsHealthy, ImmutableArray<long> NumaNodes);
