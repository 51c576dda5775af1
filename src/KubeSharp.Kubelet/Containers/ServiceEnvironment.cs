using System.Globalization;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>The variables by which a pod finds services that were there before it. Source: Service, environment variables.</summary>
public static class ServiceEnvironment
{
    /// <summary>The variables of the services, those of Docker links included.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<Service> services)
    {
        foreach (var service in services)
        {
            if (service.Spec.ClusterIP is not { Length: > 0 } address || address == "None" || service.Spec.Ports.Count == 0) { continue; }
            var prefix = NameOf(service.Metadata.Name ?? "");
            var first = service.Spec.Ports[0];
            yield return new($"{prefix}_SERVICE_HOST", address);
            yield return new($"{prefix}_SERVICE_PORT", Text(first.Port));
            foreach (var port in service.Spec.Ports)
            {
                if (!string.IsNullOrEmpty(port.Name)) { yield return new($"{prefix}_SERVICE_PORT_{NameOf(port.Name)}", Text(port.Port)); }
            }
            yield return new($"{prefix}_PORT", Link(first, address));
            foreach (var port in service.Spec.Ports)
            {
                var protocol = port.Protocol is { Length: > 0 } named ? named : "TCP";
                var portPrefix = $"{prefix}_PORT_{port.Port}_{protocol.ToUpperInvariant()}";
                yield return new(portPrefix, Link(port, address));
                yield return new($"{portPrefix}_PROTO", protocol.ToLowerInvariant());
                yield return new($"{portPrefix}_PORT", Text(port.Port));
                yield return new($"{portPrefix}_ADDR", address);
            }
        }
    }

    private static string Link(ServicePort port, string address) =>
        $"{(port.Protocol is { Length: > 0 } protocol ? protocol : "TCP").ToLowerInvariant()}://{(address.Contains(':') ? $"[{address}]" : address)}:{port.Port}";

    private static string NameOf(string name) => name.Replace('-', '_').ToUpperInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
