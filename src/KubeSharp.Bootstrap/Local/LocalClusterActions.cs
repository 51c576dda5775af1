using System.Collections.Immutable;
using KubeSharp.Client.Kubeconfig;

namespace KubeSharp.Bootstrap.Local;

/// <summary>Start, stop and delete of clusters on this machine. Every action is safe to repeat.</summary>
public sealed class LocalClusterActions(LocalClusters clusters, ServerProcess servers, ILocalNode node, Func<LocalCluster, MachineFacts> look, string kubeconfig)
{
    /// <summary>What a start is asked for; null or 0: as it was, or the default.</summary>
    public sealed record StartRequest(string Name, int Nodes = 0, int Port = 0);

    /// <summary>All clusters.</summary>
    public IReadOnlyList<LocalCluster> List() => clusters.List();

    /// <summary>The cluster of the name.</summary>
    /// <exception cref="LocalClusterException">There is none.</exception>
    public LocalCluster Get(string name)
    {
        try { return clusters.Find(name) ?? throw new LocalClusterException($"there is no cluster \"{name}\": kubesharp start{(name == LocalCluster.DefaultName ? "" : " -p " + name)} makes it"); }
        catch (FormatException e) { throw new LocalClusterException($"{e.Message}: kubesharp delete -p {name} removes the cluster", e); }
    }

    /// <summary>Starts a cluster, new or stopped; returns false where it runs already.</summary>
    /// <exception cref="LocalClusterException">It cannot; nothing half made is left of a new one.</exception>
    public async Task<(LocalCluster Cluster, bool Started)> StartAsync(StartRequest request, Action<string> step, CancellationToken cancellation)
    {
        step("checks");
        var (cluster, isNew) = Plan(request, clusters.List());
        if (!isNew && ServerProcess.Running(cluster) is not null)
        {
            UseContext(cluster);
            return (cluster, false);
        }
        if (Preflight.Problems(look(cluster), cluster) is [_, ..] problems) { throw new LocalClusterException(string.Join('\n', problems)); }
        try
        {
            clusters.Save(cluster);
            await servers.StartAsync(cluster, step, cancellation).ConfigureAwait(false);
            UseContext(cluster);
        }
        // Who deletes the cluster meanwhile ends the server too, and removes the rest himself.
        catch (LocalClusterException) when (isNew && clusters.Find(cluster.Name) is null) { throw; }
        catch (Exception e) when (isNew && e is LocalClusterException or OperationCanceledException or IOException)
        {
            var said = KeepLog(cluster);
            await DeleteAsync(cluster.Name, CancellationToken.None).ConfigureAwait(false);
            throw e is LocalClusterException ? new LocalClusterException(e.Message + said, e) : e is IOException ? new LocalClusterException($"the cluster's files cannot be written: {e.Message}", e) : e;
        }
        return (cluster, true);
    }

    /// <summary>Ends a cluster's processes and containers; its data stay.</summary>
    public async Task StopAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        await servers.StopAsync(cluster, cancellation).ConfigureAwait(false);
        await node.StopAsync(cluster, cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes a cluster and all it has made on this machine; returns false where there was none.</summary>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation)
    {
        var folder = clusters.FolderOf(name);
        if (!Directory.Exists(folder)) { return false; }
        LocalCluster? cluster;
        // What has a damaged file must be removable too: all that matters follows from name and folder.
        try { cluster = clusters.Find(name); }
        catch (FormatException) { cluster = null; }
        cluster ??= new LocalCluster { Name = name, Folder = folder };
        await servers.StopAsync(cluster, cancellation).ConfigureAwait(false);
        await node.DeleteAsync(cluster, cancellation).ConfigureAwait(false);
        try { Directory.Delete(folder, recursive: true); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new LocalClusterException($"{folder} cannot be removed: {e.Message}", e); }
        KubectlContext.Remove(kubeconfig, name);
        if (Directory.Exists(clusters.Root) && !Directory.EnumerateFileSystemEntries(clusters.Root).Any()) { Directory.Delete(clusters.Root); }
        return true;
    }

    /// <summary>The cluster that a request means, and whether it is to be made.</summary>
    /// <exception cref="LocalClusterException">What is asked for cannot be.</exception>
    public (LocalCluster Cluster, bool IsNew) Plan(StartRequest request, IReadOnlyList<LocalCluster> others)
    {
        if (!LocalCluster.NamePattern().IsMatch(request.Name)) { throw new LocalClusterException($"\"{request.Name}\" is no name for a cluster: at most 32 of a-z, 0-9 and -, beginning with a letter"); }
        if (request.Nodes is < 0 or > LocalCluster.NodesMax) { throw new LocalClusterException("--nodes: clusters of more than one node are not built yet; leave it out or give 1"); }
        if (request.Port is < 0 or > 65535) { throw new LocalClusterException("--port must be from 1 to 65535"); }
        if (others.FirstOrDefault(c => c.Name == request.Name) is { } there)
        {
            if (request.Port != 0 && request.Port != there.ApiPort) { throw new LocalClusterException($"cluster \"{there.Name}\" serves at port {there.ApiPort}, which cannot change: delete it first"); }
            return (request.Nodes == 0 ? there : there with { Nodes = request.Nodes }, false);
        }
        var index = LocalClusters.FreeIndex(others) ?? throw new LocalClusterException($"{LocalCluster.ClustersMax} clusters are there, more do not fit: kubesharp delete -p NAME removes one");
        return (new LocalCluster
        {
            Name = request.Name,
            Folder = clusters.FolderOf(request.Name),
            Index = index,
            // Clusters beside each other share the machine's ports: each has its own.
            ApiPort = request.Port != 0 ? request.Port : 6443 + index,
            KubeletPort = index == 0 ? 10250 : 10260 + index,
            Nodes = Math.Max(1, request.Nodes),
            BootstrapToken = Pki.Tokens.BootstrapToken.Create().ToString(),
        }, true);
    }

    private void UseContext(LocalCluster cluster) => KubectlContext.Add(kubeconfig, KubeconfigFile.Load(cluster.Kubeconfig));

    private static string KeepLog(LocalCluster cluster)
    {
        if (!File.Exists(cluster.ServerLog)) { return ""; }
        var kept = Path.Combine(Path.GetTempPath(), $"kubesharp-{cluster.Name}.log");
        try { File.Copy(cluster.ServerLog, kept, overwrite: true); }
        catch (IOException) { return ""; }
        return $" (log: {kept})";
    }
}
