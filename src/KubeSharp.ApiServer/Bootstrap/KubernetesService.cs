using System.Buffers.Binary;
using System.Net;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The service by which pods find the API server: default/kubernetes, with itself behind it.</summary>
public static class KubernetesService
{
    private const string Name = "kubernetes";

    /// <summary>Makes or mends service, endpoints and endpoint slice.</summary>
    public static async ValueTask EnsureAsync(IObjects objects, IPEndPoint address, IPNetwork serviceCidr, CancellationToken cancellation)
    {
        var labels = ObjectNode.Of(("component", "apiserver"), ("provider", Name));
        if (objects.Get("services", "default", Name) is null)
        {
            var ip = First(serviceCidr);
            await objects.CreateAsync("services", ObjectNode.Of(("kind", "Service"), ("apiVersion", "v1"),
                ("metadata", ObjectNode.Of(("name", Name), ("namespace", "default"), ("labels", labels))),
                ("spec", ObjectNode.Of(("type", "ClusterIP"), ("clusterIP", ip), ("clusterIPs", ArrayNode.Of(ip)), ("ipFamilies", ArrayNode.Of("IPv4")), ("ipFamilyPolicy", "SingleStack"),
                    ("internalTrafficPolicy", "Cluster"), ("sessionAffinity", "None"),
                    ("ports", ArrayNode.Of(ObjectNode.Of(("name", "https"), ("port", 443), ("protocol", "TCP"), ("targetPort", address.Port))))))), cancellation).ConfigureAwait(false);
        }
        var port = ObjectNode.Of(("name", "https"), ("port", address.Port), ("protocol", "TCP"));
        var subsets = ArrayNode.Of(ObjectNode.Of(("addresses", ArrayNode.Of(ObjectNode.Of(("ip", address.Address.ToString())))), ("ports", ArrayNode.Of(port))));
        await PutAsync(objects, "endpoints", ObjectNode.Of(("kind", "Endpoints"), ("apiVersion", "v1"),
            ("metadata", ObjectNode.Of(("name", Name), ("namespace", "default"), ("labels", ObjectNode.Of(("endpointslice.kubernetes.io/skip-mirror", "true"))))), ("subsets", subsets)), "subsets", cancellation).ConfigureAwait(false);
        var endpoints = ArrayNode.Of(ObjectNode.Of(("addresses", ArrayNode.Of(address.Address.ToString())), ("conditions", ObjectNode.Of(("ready", true)))));
        await PutAsync(objects, "endpointslices.discovery.k8s.io", ObjectNode.Of(("kind", "EndpointSlice"), ("apiVersion", "discovery.k8s.io/v1"),
            ("metadata", ObjectNode.Of(("name", Name), ("namespace", "default"), ("labels", ObjectNode.Of(("kubernetes.io/service-name", Name))))),
            ("addressType", "IPv4"), ("endpoints", endpoints), ("ports", ArrayNode.Of(port))), "endpoints", cancellation).ConfigureAwait(false);
    }

    /// <summary>The first usable address of a range.</summary>
    public static string First(IPNetwork network)
    {
        Span<byte> bytes = stackalloc byte[4];
        network.BaseAddress.TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + 1);
        return new IPAddress(bytes).ToString();
    }

    private static async ValueTask PutAsync(IObjects objects, string resource, ObjectNode wanted, string field, CancellationToken cancellation)
    {
        if (objects.Get(resource, "default", Name) is null) { await objects.CreateAsync(resource, wanted, cancellation).ConfigureAwait(false); }
        else { await objects.UpdateAsync(resource, "default", Name, there => wanted[field]!.Equals(there[field]) ? null : there.Set(field, wanted[field]!), cancellation).ConfigureAwait(false); }
    }
}
