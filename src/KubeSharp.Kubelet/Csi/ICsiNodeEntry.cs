namespace KubeSharp.Kubelet.Csi;

/// <summary>What the API server knows of the drivers of a node.</summary>
public interface ICsiNodeEntry
{
    /// <summary>Makes a driver known.</summary>
    /// <exception cref="Plugins.PluginException">The server refused.</exception>
    Task AddAsync(CsiDriver driver, CancellationToken cancellation);

    /// <summary>Takes a driver away.</summary>
    /// <exception cref="Plugins.PluginException">The server refused.</exception>
    Task RemoveAsync(string driver, CancellationToken cancellation);
}
