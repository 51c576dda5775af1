using System.Net;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Client.Rest;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Processes;
using KubeSharp.Kubelet.PodLifecycle;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Server;

/// <summary>The first node from outside, when no server runs: it lives in the machine's own network.</summary>
internal sealed class NodeOnHost(TimeProvider time) : ILocalNode
{
    /// <inheritdoc/>
    public async Task StopAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (!Directory.Exists(cluster.ContainerdFolder)) { return; }
        await using var runtime = LocalNodeParts.Runtime(Settings(cluster), time);
        await runtime.StopAsync(cancellation);
        await RemoveNetworkAsync(cluster, cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        await using (var runtime = LocalNodeParts.Runtime(Settings(cluster), time)) { await runtime.DeleteAsync(cancellation); }
        await RemoveNetworkAsync(cluster, cancellation);
        CgroupTree.Remove(cluster.Cgroup);
        // A runtime of the machine's may have had systemd keep them.
        if (Directory.Exists("/run/systemd/system")) { SystemdSlices.Here.Stop(CgroupNames.AsSlice(cluster.Cgroup)); }
        // The pods' volumes.
        MountTable.UnmountBelow(cluster.Folder);
    }

    private async Task RemoveNetworkAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        using var nobody = new ApiClient(new RestConfig { Server = cluster.Server }, time);
        await LocalNodeParts.Proxy(Settings(cluster), nobody, time, NullLoggerFactory.Instance).DeleteAsync(cancellation);
        if (Directory.Exists(cluster.CniFolder)) { await LocalNodeParts.Network(Settings(cluster), nobody, time, NullLoggerFactory.Instance).DeleteAsync(cancellation); }
    }

    // The address does not matter for what is removed.
    private static NodeSettings Settings(LocalCluster cluster) => NodeSettings.OfFirst(cluster, IPAddress.Loopback);
}
