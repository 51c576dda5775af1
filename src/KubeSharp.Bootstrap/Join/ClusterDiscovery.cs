using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tokens;

namespace KubeSharp.Bootstrap.Join;

/// <summary>
/// Learns a cluster's authority from its public cluster-info, believed because the token signed it and the authority's key has the hash given.
/// Source: kubeadm join, token-based discovery with CA pinning.
/// </summary>
public static class ClusterDiscovery
{
    private const string Path = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

    /// <summary>The authorities of the cluster.</summary>
    /// <exception cref="JoinException">The cluster cannot be reached or is not believed.</exception>
    public static async Task<X509Certificate2Collection> DiscoverAsync(JoinTarget target, TimeProvider time, CancellationToken cancellation)
    {
        // Nothing secret is sent on this connection, and nothing it says is believed unsigned.
        using var stranger = new ApiClient(new RestConfig { Server = target.Server, InsecureSkipTlsVerify = true }, time);
        try { return Authorities(await stranger.RequestAsync(HttpMethod.Get, Path, default, "", cancellation).ConfigureAwait(false), target); }
        catch (StatusException e) { throw new JoinException($"{target.Server} does not tell about its cluster: {e.Message}", e); }
        catch (HttpRequestException e) { throw new JoinException($"{target.Server} cannot be reached: {e.Message}", e); }
    }

    /// <summary>The authorities that a cluster-info names, if it is to be believed. Pure.</summary>
    /// <exception cref="JoinException">It is not.</exception>
    public static X509Certificate2Collection Authorities(Node clusterInfo, JoinTarget target)
    {
        var content = clusterInfo.TextAt("data", "kubeconfig") ?? throw new JoinException("the cluster-info has no kubeconfig");
        if (clusterInfo.TextAt("data", DetachedSignature.KeyOf(target.Token.Id)) is not { } signature) { throw new JoinException($"the cluster-info is not signed by token {target.Token.Id}: the token is unknown to the cluster or has expired (kubesharp kubeadm token list)"); }
        if (!DetachedSignature.Holds(signature, content, target.Token.Id, target.Token.Secret)) { throw new JoinException("the cluster-info's signature does not hold: the token's secret is wrong, or this is another cluster"); }
        var found = new X509Certificate2Collection();
        foreach (var cluster in Yaml.Read(content).At("clusters") as ArrayNode ?? ArrayNode.Empty)
        {
            if (cluster.TextAt("cluster", "certificate-authority-data") is { } data) { found.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(data))); }
        }
        if (found.Count == 0) { throw new JoinException("the cluster-info names no authority"); }
        return Pinned(found, target.AuthorityHashes);
    }

    private static X509Certificate2Collection Pinned(X509Certificate2Collection found, ImmutableArray<string> hashes)
    {
        if (hashes.IsEmpty) { return found; }
        var pinned = new X509Certificate2Collection();
        foreach (var authority in found)
        {
            if (hashes.Contains(AuthorityHash.Of(authority))) { pinned.Add(authority); }
        }
        return pinned.Count > 0 ? pinned : throw new JoinException($"the cluster's authority has the hash {AuthorityHash.Of(found[0])}, not the one given: this is another cluster, or the hash is wrong");
    }
}
