using System.Net;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>
/// Where the server itself reaches a service: one of its ready endpoints, so that no packet filter of this machine is needed.
/// Source: Service; EndpointSlices; as upstream with aggregator routing.
/// </summary>
public sealed class ServiceAddresses(IObjects objects, Random random)
{
    /// <summary>The address of one ready endpoint.</summary>
    /// <exception cref="WebhookException">There is no such service or port, or nothing is ready behind it.</exception>
    public IPEndPoint Find(ServiceReference service)
    {
        var found = objects.Get("services", service.Namespace, service.Name) ?? throw new WebhookException($"service \"{service.Name}\" not found");
        var port = found.Object("spec").Items("ports").FirstOrDefault(p => p.Number("port") == service.Port)
            ?? throw new WebhookException($"no service port {service.Port} found for service \"{service.Name}\"");
        var choices = Ready(objects.List("endpointslices.discovery.k8s.io", service.Namespace), service.Name, port.Text("name")).ToArray();
        if (choices.Length == 0) { throw new WebhookException($"no endpoints available for service \"{service.Name}\""); }
        return choices[random.Next(choices.Length)];
    }

    /// <summary>The ready endpoints behind a port. Pure. Loopback and link-local ones are left out: endpoints are written by users.</summary>
    public static IEnumerable<IPEndPoint> Ready(IEnumerable<ObjectNode> slices, string service, string portName) =>
        from slice in slices
        where slice.TextAt("metadata", "labels", "kubernetes.io/service-name") == service
        from port in slice.Items("ports")
        where port.Text("name") == portName
        from endpoint in slice.Items("endpoints")
        where endpoint.At("conditions", "ready") is not BooleanNode { Value: false }
        from address in endpoint.Texts("addresses").Take(1).Select(static a => IPAddress.TryParse(a, out var read) ? read : null)
        where address is not null && !IsForbidden(address)
        select new IPEndPoint(address, (int)(port.Number("port") ?? 0));

    /// <summary>Whether an address that users wrote would lead the server to its own machine.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }
        return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            || address.GetAddressBytes() is [169, 254, _, _] or [>= 224 and < 240, _, _, _];
    }
}
