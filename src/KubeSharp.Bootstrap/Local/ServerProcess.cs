namespace KubeSharp.Bootstrap.Local;

/// <summary>The cluster's server process as seen from outside.</summary>
public sealed class ServerProcess(string program, TimeProvider time)
{
    private readonly DetachedProcess _processes = new(time);

    /// <summary>Its process id; null where it does not run, however it ended.</summary>
    public static int? Running(LocalCluster cluster) => DetachedProcess.Running(cluster.ServerLock);

    /// <summary>Starts it and passes on each line of its report until it is ready.</summary>
    /// <exception cref="LocalClusterException">It failed, with what it said.</exception>
    public Task StartAsync(LocalCluster cluster, Action<string> step, CancellationToken cancellation) =>
        _processes.StartAsync([program, "server", "--cluster", cluster.Folder, "--detach"], "the server process", cluster.ServerLog, step, cancellation);

    /// <summary>Ends it: asks, waits, kills. Not running is no error.</summary>
    public Task StopAsync(LocalCluster cluster, CancellationToken cancellation) => _processes.StopAsync(cluster.ServerLock, cancellation);
}
