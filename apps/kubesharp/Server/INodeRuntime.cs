using KubeSharp.Cri;
using KubeSharp.Cri.Images;

namespace KubeSharp.Server;

/// <summary>What runs a node's containers. Its pods outlive this process.</summary>
internal interface INodeRuntime : IAsyncDisposable
{
    /// <summary>By which the agent speaks to it.</summary>
    IContainerRuntime Runtime { get; }

    /// <summary>Its images; null: it offers no more of them than the runtime interface. It must answer.</summary>
    ValueTask<IImageStore?> ImagesAsync(CancellationToken cancellation);

    /// <summary>Returns when it answers.</summary>
    /// <exception cref="Bootstrap.Local.LocalClusterException">It cannot be had, with what to do.</exception>
    Task EnsureRunningAsync(CancellationToken cancellation);

    /// <summary>Keeps it running, where that is ours to do, until cancelled.</summary>
    /// <param name="started">Called after each start.</param>
    /// <param name="failed">Called with what went wrong when a start fails.</param>
    /// <param name="cancellation">Stops it; what runs goes on.</param>
    Task RunAsync(Action started, Action<string> failed, CancellationToken cancellation);

    /// <summary>Removes the node's pods and ends what is the node's own.</summary>
    Task StopAsync(CancellationToken cancellation);

    /// <summary>Removes all that the node has made. Being gone is no error.</summary>
    Task DeleteAsync(CancellationToken cancellation);
}
