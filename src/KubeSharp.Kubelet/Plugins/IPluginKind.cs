namespace KubeSharp.Kubelet.Plugins;

/// <summary>Takes plug-ins of one kind on and lets them go.</summary>
public interface IPluginKind
{
    /// <summary>CSIPlugin, DevicePlugin or DRAPlugin.</summary>
    string Kind { get; }

    /// <summary>Takes a plug-in on; one of the same name takes the place of an older one.</summary>
    /// <exception cref="PluginException">It is refused.</exception>
    Task AddAsync(PluginListing plugin, CancellationToken cancellation);

    /// <summary>Its socket is gone.</summary>
    Task RemoveAsync(PluginListing plugin, CancellationToken cancellation);
}
