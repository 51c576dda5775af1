using System.Collections.Immutable;
using System.Net;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Bootstrap.Join;

/// <summary>What a node must know of its cluster: kept in kube-system's config maps kubeadm-config and kubelet-config, as kubeadm keeps it.</summary>
/// <param name="PodCidr">Addresses of all pods.</param>
/// <param name="ServiceCidr">Addresses of services.</param>
/// <param name="Domain">Domain of the cluster.</param>
/// <param name="Dns">Addresses of the cluster's DNS.</param>
public sealed record ClusterSettings(IPNetwork PodCidr, IPNetwork ServiceCidr, string Domain, ImmutableArray<string> Dns)
{
    private const string Maps = "/api/v1/namespaces/kube-system/configmaps/";

    /// <summary>Reads them as a node may.</summary>
    /// <exception cref="JoinException">They are not there or not readable.</exception>
    public static async Task<ClusterSettings> ReadAsync(IApiClient client, CancellationToken cancellation)
    {
        try
        {
            return From(Yaml.Read(await TextAsync(client, "kubeadm-config", "ClusterConfiguration", cancellation).ConfigureAwait(false)), Yaml.Read(await TextAsync(client, "kubelet-config", "kubelet", cancellation).ConfigureAwait(false)));
        }
        catch (Exception e) when (e is StatusException or FormatException) { throw new JoinException($"the cluster's settings cannot be read: {e.Message}", e); }
    }

    /// <summary>From a ClusterConfiguration and a KubeletConfiguration. Pure.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static ClusterSettings From(Node cluster, Node kubelet) => new(
        IPNetwork.Parse(cluster.TextAt("networking", "podSubnet") ?? throw new FormatException("networking.podSubnet is missing")),
        IPNetwork.Parse(cluster.TextAt("networking", "serviceSubnet") ?? throw new FormatException("networking.serviceSubnet is missing")),
        cluster.TextAt("networking", "dnsDomain") ?? "cluster.local",
        [.. (kubelet.At("clusterDNS") as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static s => s.Value)]);

    /// <summary>The config maps' content: name, key, value.</summary>
    public IEnumerable<(string Map, string Key, ObjectNode Value)> ToMaps(string controlPlaneEndpoint, string version)
    {
        yield return ("kubeadm-config", "ClusterConfiguration", ObjectNode.Of(("apiVersion", "kubeadm.k8s.io/v1beta4"), ("kind", "ClusterConfiguration"), ("clusterName", "kubernetes"), ("controlPlaneEndpoint", controlPlaneEndpoint), ("kubernetesVersion", version),
            ("networking", ObjectNode.Of(("dnsDomain", Domain), ("podSubnet", PodCidr.ToString()), ("serviceSubnet", ServiceCidr.ToString())))));
        yield return ("kubelet-config", "kubelet", ObjectNode.Of(("apiVersion", "kubelet.config.k8s.io/v1beta1"), ("kind", "KubeletConfiguration"), ("clusterDNS", new ArrayNode([.. Dns.Select(static d => (Node)d)])), ("clusterDomain", Domain)));
    }

    private static async Task<string> TextAsync(IApiClient client, string map, string key, CancellationToken cancellation) =>
        (await client.RequestAsync(HttpMethod.Get, Maps + map, default, "", cancellation).ConfigureAwait(false)).TextAt("data", key) ?? throw new FormatException($"{map} has no {key}");
}
