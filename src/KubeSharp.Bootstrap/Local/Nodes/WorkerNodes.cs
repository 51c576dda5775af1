using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Bootstrap.Local.Nodes;

/// <summary>Workers in namespaces of this machine. Each runs its agent, which joins the cluster by the cluster's token as a stranger would.</summary>
/// <param name="program">The agent's program: this one.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerNodes(string program, TimeProvider time) : IWorkerNodes
{
    private readonly DetachedProcess _processes = new(time);

    /// <inheritdoc/>
    public bool IsRunning(WorkerNode node) => DetachedProcess.Running(node.AgentLock) is not null;

    /// <inheritdoc/>
    public async Task StartAsync(WorkerNode node, CancellationToken cancellation)
    {
        if (IsRunning(node)) { return; }
        await NodeWires.EnsureRulesAsync(node.Cluster, cancellation).ConfigureAwait(false);
        var holder = await EnsurePlaceAsync(node, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(node.ResolvConf, Resolvers(), cancellation).ConfigureAwait(false);
        await _processes.StartAsync([.. NodeHolder.Enter(holder), program, .. Arguments(node)], $"the agent of node {node.Name}", node.AgentLog, static _ => { }, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task EnsureNetworkAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (cluster.WorkerNumbers.IsEmpty) { return; }
        await NodeWires.EnsureRulesAsync(cluster, cancellation).ConfigureAwait(false);
        await Task.WhenAll(cluster.Workers.Select(w => EnsurePlaceAsync(w, cancellation))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task StopAsync(WorkerNode node, CancellationToken cancellation)
    {
        await _processes.StopAsync(node.AgentLock, cancellation).ConfigureAwait(false);
        var holder = new NodeHolder(node, time);
        if (Directory.Exists(node.ContainerdFolder))
        {
            await using var containerd = new ContainerdInstance(node.Containerd(holder.Namespaces), time);
            if (containerd.Process is not null) { await containerd.RemovePodsAsync(cancellation).ConfigureAwait(false); }
            await containerd.StopAsync(cancellation).ConfigureAwait(false);
        }
        await holder.StopAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(WorkerNode node, CancellationToken cancellation)
    {
        await _processes.StopAsync(node.AgentLock, cancellation).ConfigureAwait(false);
        var holder = new NodeHolder(node, time);
        await using (var containerd = new ContainerdInstance(node.Containerd(holder.Namespaces), time)) { await containerd.DeleteAsync(cancellation).ConfigureAwait(false); }
        await holder.StopAsync(cancellation).ConfigureAwait(false);
        CgroupTree.Remove(node.Cgroup);
        MountTable.UnmountBelow(node.Folder);
        try { Directory.Delete(node.Folder, recursive: true); }
        catch (DirectoryNotFoundException) { return; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new LocalClusterException($"{node.Folder} cannot be removed: {e.Message}", e); }
    }

    /// <inheritdoc/>
    public Task RemoveNetworkAsync(LocalCluster cluster, CancellationToken cancellation) => NodeWires.RemoveRulesAsync(cluster, cancellation);

    private async Task<ProcessIdentity> EnsurePlaceAsync(WorkerNode node, CancellationToken cancellation)
    {
        var holder = await new NodeHolder(node, time).EnsureAsync(cancellation).ConfigureAwait(false);
        await NodeWires.EnsureWireAsync(node, holder, cancellation).ConfigureAwait(false);
        return holder;
    }

    private static IEnumerable<string> Arguments(WorkerNode node)
    {
        var cluster = node.Cluster;
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(cluster.PkiFolder, "ca.crt"));
        return
        [
            "agent", "--server", string.Create(CultureInfo.InvariantCulture, $"https://{cluster.NodeGateway}:{cluster.ApiPort}"), "--token", cluster.BootstrapToken, "--ca-hash", AuthorityHash.Of(authority),
            "--node-name", node.Name, "--node-ip", node.Address.ToString(), "--folder", node.Folder, "--cgroup", node.Cgroup, "--resolv-conf", node.ResolvConf, "--local-cluster", cluster.Folder, "--detach",
            .. File.Exists(cluster.KubeletConfigFile) ? ["--config", cluster.KubeletConfigFile] : Array.Empty<string>(),
        ];
    }

    // The machine's, but for those that only answer on the machine itself.
    private static string Resolvers()
    {
        const string Resolved = "/run/systemd/resolve/resolv.conf", Usual = "/etc/resolv.conf";
        var file = File.Exists(Resolved) ? Resolved : Usual;
        return File.Exists(file) ? string.Concat(File.ReadLines(file).Where(static l => !IsLoopback(l)).Select(static l => l + "\n")) : "";
    }

    private static bool IsLoopback(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["nameserver", var address, ..] && IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip);
}
