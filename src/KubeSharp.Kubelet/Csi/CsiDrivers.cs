using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Kubelet.Plugins;

namespace KubeSharp.Kubelet.Csi;

/// <summary>The storage drivers of the node, by name: taken on by their sockets, made known at the API server.</summary>
/// <param name="node">The node's entry at the API server.</param>
/// <param name="time">Clock.</param>
/// <param name="added">Called with the name of a driver that was taken on.</param>
public sealed class CsiDrivers(ICsiNodeEntry node, TimeProvider time, Func<string, CancellationToken, Task> added) : IPluginKind
{
    private readonly ConcurrentDictionary<string, CsiDriver> _drivers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Kind => "CSIPlugin";

    /// <summary>The driver; null: it does not run here.</summary>
    public CsiDriver? Find(string name) => _drivers.GetValueOrDefault(name);

    /// <inheritdoc/>
    public async Task AddAsync(PluginListing plugin, CancellationToken cancellation)
    {
        if (!plugin.Versions.Any(static v => v.TrimStart('v').Split('.')[0] == "1")) { throw new PluginException($"none of the CSI versions [{string.Join(", ", plugin.Versions)}] of driver {plugin.Name} is supported: 1.x is"); }
        var service = new CsiNodeService(plugin.Name, plugin.Socket, time);
        try
        {
            var known = await service.GetNodeAsync(cancellation);
            if (known.NodeId.Length == 0) { throw new PluginException($"driver {plugin.Name} has no id for this node"); }
            var driver = new CsiDriver
            {
                Name = plugin.Name,
                Service = service,
                NodeId = known.NodeId,
                VolumesMax = known.MaxVolumesPerNode,
                Topology = known.AccessibleTopology?.Segments.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
                Capabilities = await service.GetCapabilitiesAsync(cancellation),
            };
            await node.AddAsync(driver, cancellation);
            if (_drivers.TryRemove(plugin.Name, out var before)) { before.Service.Dispose(); }
            _drivers[plugin.Name] = driver;
            await added(plugin.Name, cancellation);
        }
        catch (PluginException)
        {
            service.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(PluginListing plugin, CancellationToken cancellation)
    {
        if (!_drivers.TryRemove(plugin.Name, out var driver)) { return; }
        driver.Service.Dispose();
        await node.RemoveAsync(plugin.Name, cancellation);
    }
}
