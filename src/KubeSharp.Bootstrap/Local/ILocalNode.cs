namespace KubeSharp.Bootstrap.Local;

/// <summary>What the first node has on this machine beside the server process: containers, mounts, network. Ended and removed by this.</summary>
public interface ILocalNode
{
    /// <summary>Stops all pods' containers and their runtime; data stay.</summary>
    Task StopAsync(LocalCluster cluster, CancellationToken cancellation);

    /// <summary>Removes all there is: containers, mounts, control groups, interfaces, rules. Being gone is no error.</summary>
    Task DeleteAsync(LocalCluster cluster, CancellationToken cancellation);
}
