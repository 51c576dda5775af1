using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The service by which pods find the API server: default/kubernetes, with the servers behind it.</summary>
public static class KubernetesService
{
    private const string Name = "kubernetes";

    /// <summary>Makes the service.</summary>
    public static ValueTask EnsureAsync(IObjects objects, int port, IPNetwork serviceCidr, CancellationToken cancellation)
    {
        var ip = First(serviceCidr);
        return objects.EnsureAsync("services", ObjectNode.Of(("kind", "Service"), ("apiVersion", "v1"),
            ("metadata", ObjectNode.Of(("name", Name), ("namespace", "default"), ("labels", ObjectNode.Of(("component", "apiserver"), ("provider", Name))))),
            ("spec", ObjectNode.Of(("type", "ClusterIP"), ("clusterIP", ip), ("clusterIPs", ArrayNode.Of(ip)), ("ipFamilies", ArrayNode.Of("IPv4")), ("ipFamilyPolicy", "SingleStack"),
                ("internalTrafficPolicy", "Cluster"), ("sessionAffinity", "None"),
                ("ports", ArrayNode.Of(ObjectNode.Of(("name", "https"), ("port", 443), ("protocol", "TCP"), ("targetPort", port))))))), static _ => null, cancellation);
    }

    /// <summary>Makes or mends endpoints and endpoint slice, for these servers of one address family.</summary>
    public static async ValueTask PutEndpointsAsync(IObjects objects, IReadOnlyList<IPAddress> servers, int portNumber, CancellationToken cancellation)
    {
        var port = ObjectNode.Of(("name", "https"), ("port", portNumber), ("protocol", "TCP"));
        string[] texts = [.. servers.Select(static s => s.ToString()).Order(StringComparer.Ordinal)];
        var subsets = ArrayNode.Of(ObjectNode.Of(("addresses", new ArrayNode([.. texts.Select(static t => (Node)ObjectNode.Of(("ip", t)))])), ("ports", ArrayNode.Of(port))));
        await PutAsync(objects, "endpoints", ObjectNode.Of(("kind", "Endpoints"), ("apiVersion", "v1"),
            ("metadata", ObjectNode.Of(("name", Name), ("namespace", "default"), ("labels", ObjectNode.Of(("endpointslice.kubernetes.io/skip-mirror", "true"))))), ("subsets", subsets)), "subsets", cancellation).ConfigureAwait(false);
        var endpoints = new ArrayNode([.. texts.Select(static t => (Node)ObjectNode.Of(("addresses", ArrayNode.Of(t)), ("conditions", ObjectNode.Of(("ready", true)))))]);
        await PutAsync(objects, "endpointslices.discovery.k8s.io", ObjectNode.Of(("kind", "EndpointSlice"), ("apiVersion", "discovery.k8s.io/v1"),
            ("metadata", ObjectNode.Of(("name", Name), ("namespace", "default"), ("labels", ObjectNode.Of(("kubernetes.io/service-name", Name))))),
            ("addressType", servers[0].AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4"), ("endpoints", endpoints), ("ports", ArrayNode.Of(port))), "endpoints", cancellation).ConfigureAwait(false);
    }

    /// <summary>The first usable address of a range.</summary>
    public static string First(IPNetwork network)
    {
        Span<byte> bytes = stackalloc byte[4];
        network.BaseAddress.TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + 1);
        return new IPAddress(bytes).ToString();
    }

    private static ValueTask PutAsync(IObjects objects, string resource, ObjectNode wanted, string field, CancellationToken cancellation) =>
        objects.EnsureAsync(resource, wanted, there => wanted[field]!.Equals(there[field]) ? null : there.Set(field, wanted[field]!), cancellation);
}
