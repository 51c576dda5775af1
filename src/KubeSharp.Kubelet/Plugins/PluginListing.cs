using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Plugins;

/// <summary>A plug-in as it introduces itself.</summary>
/// <param name="Kind">CSIPlugin, DevicePlugin or DRAPlugin.</param>
/// <param name="Name">Its name: of a driver, of a resource.</param>
/// <param name="Socket">Path of the socket at which it serves.</param>
/// <param name="Versions">Versions of its interface that it speaks.</param>
public sealed record PluginListing(string Kind, string Name, string Socket, ImmutableArray<string> Versions);
