namespace KubeSharp.Bootstrap.Local;

/// <summary>The nodes of a cluster beside the first: made, ended and removed by this.</summary>
public interface IWorkerNodes
{
    /// <summary>Whether the node's agent runs.</summary>
    bool IsRunning(WorkerNode node);

    /// <summary>Makes the network between the nodes, if there are several. Being there already is no error.</summary>
    /// <exception cref="LocalClusterException">It cannot be made.</exception>
    Task EnsureNetworkAsync(LocalCluster cluster, CancellationToken cancellation);

    /// <summary>Starts a node, new or stopped, and returns when it is ready. One that runs is no error.</summary>
    /// <exception cref="LocalClusterException">It cannot.</exception>
    Task StartAsync(WorkerNode node, CancellationToken cancellation);

    /// <summary>Ends a node's agent and containers and takes it off the network, as if its power were cut; its data stay.</summary>
    Task StopAsync(WorkerNode node, CancellationToken cancellation);

    /// <summary>Removes a node and all it has made on this machine. Being gone is no error.</summary>
    Task DeleteAsync(WorkerNode node, CancellationToken cancellation);

    /// <summary>Removes the network between the nodes.</summary>
    Task RemoveNetworkAsync(LocalCluster cluster, CancellationToken cancellation);
}
