using System.Collections.Immutable;
using KubeSharp.Client.Kubeconfig;

namespace KubeSharp.Bootstrap.Local;

/// <summary>Start, stop and delete of clusters on this machine. Every action is safe to repeat.</summary>
public sealed class LocalClusterActions(LocalClusters clusters, ServerProcess servers, ILocalNode node, IWorkerNodes workers, Func<LocalCluster, MachineFacts> look, string kubeconfig, string kubectlCache, TimeProvider time)
{
    /// <summary>What a start is asked for; null or 0: as it was, or the default.</summary>
    public sealed record StartRequest(string Name, int Nodes = 0, int Port = 0)
    {
        /// <summary>Flags of the API server, name=value: kept with the cluster beside those given before.</summary>
        public IReadOnlyList<string> ApiServerArguments { get; init; } = [];

        /// <summary>What runs the first node's containers; null: as it was, or a containerd of the cluster's own.</summary>
        public string? Runtime { get; init; }

        /// <summary>File of the nodes' KubeletConfiguration, a copy of which is kept with the cluster; empty: none any more; null: as it was.</summary>
        public string? KubeletConfig { get; init; }
    }

    /// <summary>Fails, as a <see cref="LocalClusterException"/>, where a file is no KubeletConfiguration. Default: any will do.</summary>
    public Action<string> CheckKubeletConfig { get; init; } = static _ => { };

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
        if (request.KubeletConfig is { Length: > 0 } file) { CheckKubeletConfig(file); }
        // The name is looked up again when it is this start's turn: who had it may have made that very cluster.
        using var turn = clusters.List().Any(c => c.Name == request.Name) ? null : await StartTurn.TakeAsync(step, time, cancellation).ConfigureAwait(false);
        var (cluster, isNew) = Plan(request, clusters.List());
        foreach (var held in (string[])[cluster.ServerLock, .. cluster.Workers.Select(static w => w.AgentLock)]) { await DetachedProcess.SettleAsync(held, time, cancellation).ConfigureAwait(false); }
        if (!isNew && ServerProcess.Running(cluster) is not null)
        {
            if (!cluster.ApiServerArguments.SequenceEqual(Get(cluster.Name).ApiServerArguments)) { throw new LocalClusterException($"cluster \"{cluster.Name}\" runs, and its API server takes flags when it starts: kubesharp stop -p {cluster.Name}, then start it with them"); }
            if (KubeletConfigs.Changes(cluster, request.KubeletConfig)) { throw new LocalClusterException($"cluster \"{cluster.Name}\" runs, and its nodes take a configuration when they start: kubesharp stop -p {cluster.Name}, then start it with that"); }
            UseContext(cluster);
            if (cluster.Workers.All(workers.IsRunning)) { return (cluster, false); }
            clusters.Save(cluster);
            await StartWorkersAsync(cluster, step, cancellation).ConfigureAwait(false);
            return (cluster, true);
        }
        if (Preflight.Problems(look(cluster), cluster) is [_, ..] problems) { throw new LocalClusterException(string.Join('\n', problems)); }
        try
        {
            clusters.Save(cluster);
            KubeletConfigs.Keep(cluster, request.KubeletConfig);
            // Before the first node's routes to the others are looked for.
            await workers.EnsureNetworkAsync(cluster, cancellation).ConfigureAwait(false);
            await servers.StartAsync(cluster, step, cancellation).ConfigureAwait(false);
            if (isNew) { KubectlContext.Forget(kubectlCache, cluster.ApiPort); }
            UseContext(cluster);
            await StartWorkersAsync(cluster, step, cancellation).ConfigureAwait(false);
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
        await Task.WhenAll([servers.StopAsync(cluster, cancellation), .. cluster.Workers.Select(w => workers.StopAsync(w, cancellation))]).ConfigureAwait(false);
        await node.StopAsync(cluster, cancellation).ConfigureAwait(false);
        await workers.RemoveNetworkAsync(cluster, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts a worker of a running cluster: the one of the name, or where none is named, a new one.</summary>
    /// <exception cref="LocalClusterException">There is none of the name, no more fit, or it cannot be started.</exception>
    public async Task<WorkerNode> StartNodeAsync(LocalCluster cluster, string? name, CancellationToken cancellation)
    {
        if (ServerProcess.Running(cluster) is null) { throw new LocalClusterException($"cluster \"{cluster.Name}\" does not run: kubesharp start -p {cluster.Name}"); }
        if (name is not null)
        {
            var there = Worker(cluster, name);
            await workers.StartAsync(there, cancellation).ConfigureAwait(false);
            return there;
        }
        var grown = WithWorkers(cluster, cluster.Nodes + 1);
        clusters.Save(grown);
        await workers.StartAsync(grown.Workers.Last(), cancellation).ConfigureAwait(false);
        return grown.Workers.Last();
    }

    /// <summary>Ends a worker as if its power were cut; its data stay.</summary>
    /// <exception cref="LocalClusterException">There is none of the name.</exception>
    public Task StopNodeAsync(LocalCluster cluster, string name, CancellationToken cancellation) => workers.StopAsync(Worker(cluster, name), cancellation);

    /// <summary>Removes a worker from this machine and, where it runs, from its cluster.</summary>
    /// <exception cref="LocalClusterException">There is none of the name.</exception>
    public async Task DeleteNodeAsync(LocalCluster cluster, string name, CancellationToken cancellation)
    {
        var gone = Worker(cluster, name);
        await workers.DeleteAsync(gone, cancellation).ConfigureAwait(false);
        clusters.Save(cluster with { WorkerNumbers = cluster.WorkerNumbers.Remove(gone.Number) });
        if (ServerProcess.Running(cluster) is not null) { await NodeObject.DeleteAsync(cluster, name, cancellation).ConfigureAwait(false); }
    }

    /// <summary>Whether a worker's agent runs.</summary>
    public bool IsRunning(WorkerNode worker) => workers.IsRunning(worker);

    private static WorkerNode Worker(LocalCluster cluster, string name) => cluster.Workers.FirstOrDefault(w => w.Name == name || w.Name == $"{cluster.Name}-{name}")
        ?? throw new LocalClusterException(name == cluster.Name ? $"{name} is the control plane's node: kubesharp stop or delete -p {cluster.Name} ends the cluster" : $"cluster \"{cluster.Name}\" has no node \"{name}\" of this kind: {string.Join(", ", cluster.Workers.Select(static w => w.Name).DefaultIfEmpty("there is only the first"))}");

    private Task StartWorkersAsync(LocalCluster cluster, Action<string> step, CancellationToken cancellation)
    {
        if (cluster.WorkerNumbers.IsEmpty) { return Task.CompletedTask; }
        step(cluster.Nodes == 2 ? "second node" : $"{cluster.Nodes - 1} more nodes");
        return Task.WhenAll(cluster.Workers.Select(w => workers.StartAsync(w, cancellation)));
    }

    /// <summary>The cluster with so many nodes: numbers that are free are taken, from the lowest.</summary>
    /// <exception cref="LocalClusterException">It has more already, or they are too many.</exception>
    public static LocalCluster WithWorkers(LocalCluster cluster, int nodes)
    {
        if (nodes > LocalCluster.NodesMax) { throw new LocalClusterException($"a cluster on one machine has at most {LocalCluster.NodesMax} nodes"); }
        if (nodes < cluster.Nodes) { throw new LocalClusterException($"cluster \"{cluster.Name}\" has {cluster.Nodes} nodes: kubesharp node delete NAME -p {cluster.Name} removes one"); }
        var free = Enumerable.Range(2, WorkerNode.NumberMax - 1).Where(n => !cluster.WorkerNumbers.Contains(n)).Take(nodes - cluster.Nodes);
        return cluster with { WorkerNumbers = [.. cluster.WorkerNumbers.Concat(free).Order()] };
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
        await Task.WhenAll(WorkersThere(cluster).Select(w => workers.DeleteAsync(w, cancellation))).ConfigureAwait(false);
        await node.DeleteAsync(cluster, cancellation).ConfigureAwait(false);
        await workers.RemoveNetworkAsync(cluster, cancellation).ConfigureAwait(false);
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
        if (request.Nodes is < 0 or > LocalCluster.NodesMax) { throw new LocalClusterException($"--nodes must be from 1 to {LocalCluster.NodesMax}"); }
        if (request.Port is < 0 or > 65535) { throw new LocalClusterException("--port must be from 1 to 65535"); }
        if (others.FirstOrDefault(c => c.Name == request.Name) is { } there)
        {
            if (request.Port != 0 && request.Port != there.ApiPort) { throw new LocalClusterException($"cluster \"{there.Name}\" serves at port {there.ApiPort}, which cannot change: delete it first"); }
            if (request.Runtime is { } runtime && FirstRuntime.DockerSocket(runtime) != there.DockerSocket) { throw new LocalClusterException($"cluster \"{there.Name}\" has its containers in {(there.DockerSocket.Length > 0 ? $"the Docker Engine at {there.DockerSocket}" : "a containerd of its own")}, which cannot change: delete it first"); }
            there = there with { ApiServerArguments = ComponentArguments.Merge(there.ApiServerArguments, request.ApiServerArguments) };
            return (request.Nodes == 0 ? there : WithWorkers(there, request.Nodes), false);
        }
        var index = LocalClusters.FreeIndex(others, MachineLook.IsTaken) ?? throw new LocalClusterException($"{LocalCluster.ClustersMax} clusters are there, more do not fit: kubesharp delete -p NAME removes one");
        return (WithWorkers(new LocalCluster
        {
            Name = request.Name,
            Folder = clusters.FolderOf(request.Name),
            Index = index,
            // Clusters beside each other share the machine's ports: each has its own.
            ApiPort = request.Port != 0 ? request.Port : 6443 + index,
            KubeletPort = LocalCluster.KubeletPortOf(index),
            BootstrapToken = Pki.Tokens.BootstrapToken.Create().ToString(),
            ApiServerArguments = ComponentArguments.Merge([], request.ApiServerArguments),
            DockerSocket = FirstRuntime.DockerSocket(request.Runtime ?? FirstRuntime.Own),
        }, Math.Max(1, request.Nodes)), true);
    }

    // By their folders too, as the cluster's file may be damaged.
    private static IEnumerable<WorkerNode> WorkersThere(LocalCluster cluster)
    {
        var folders = WorkerNode.FolderOfAll(cluster);
        var found = Directory.Exists(folders) ? Directory.EnumerateDirectories(folders).Select(static f => int.TryParse(Path.GetFileName(f).TrimStart('m'), out var number) ? number : 0).Where(static n => n > 1) : [];
        return cluster.WorkerNumbers.Concat(found).Distinct().Select(n => new WorkerNode(cluster, n));
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
