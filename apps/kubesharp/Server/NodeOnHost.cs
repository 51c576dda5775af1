using KubeSharp.Bootstrap.Local;

namespace KubeSharp.Server;

/// <summary>The first node: it lives in the machine's own network.</summary>
internal sealed class NodeOnHost : ILocalNode
{
    /// <inheritdoc/>
    public Task StopAsync(LocalCluster cluster, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DeleteAsync(LocalCluster cluster, CancellationToken cancellation) => Task.CompletedTask;
}
