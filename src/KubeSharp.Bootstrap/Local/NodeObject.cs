using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Bootstrap.Local;

/// <summary>A node as its cluster knows it.</summary>
internal static class NodeObject
{
    /// <summary>Takes the node out of its running cluster. Being gone is no error.</summary>
    /// <exception cref="LocalClusterException">The cluster does not answer.</exception>
    public static async Task DeleteAsync(LocalCluster cluster, string name, CancellationToken cancellation)
    {
        using var client = new ApiClient(KubeconfigFile.Load(cluster.Kubeconfig).ToRestConfig(), TimeProvider.System);
        try { await client.DeleteAsync<Node>(null, name, new DeleteOptions(), cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return; }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new LocalClusterException($"node {name} is removed from this machine, but not from its cluster ({e.Message}): kubectl delete node {name}", e); }
    }
}
