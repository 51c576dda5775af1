using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Proxy.Snapshot;

/// <summary>All that the rules are made from. Immutable; in a fixed order, so that the same cluster gives the same rules.</summary>
public sealed record ServiceSnapshot(ImmutableArray<ServicePortState> Ports, ImmutableArray<HostPortState> HostPorts)
{
    /// <summary>Where load balancers ask whether this node serves a service.</summary>
    public ImmutableArray<HealthPortState> HealthPorts { get; init; } = [];

    private const string ServiceLabel = "kubernetes.io/service-name";
    private const int DefaultAffinitySeconds = 10800;

    // A service with one of these is served by another proxy, or by none.
    private static readonly string[] _leftToOthers = ["service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless"];

    /// <summary>Reads services, slices and the node's own pods.</summary>
    public static ServiceSnapshot Of(IEnumerable<Service> services, IEnumerable<EndpointSlice> slices, IEnumerable<Pod> localPods, string nodeName)
    {
        var byService = slices.Where(static s => s.AddressType == "IPv4").ToLookup(static s => (s.Metadata.Namespace, s.Metadata.Labels.Get(ServiceLabel)));
        var served = services.Where(static s => s.Spec.Type != "ExternalName" && s.Spec.ClusterIP is not (null or "" or "None") && !_leftToOthers.Any(s.Metadata.Labels.ContainsKey)).ToArray();
        var ports = served.SelectMany(s => s.Spec.Ports.Select(p => PortOf(s, p, byService[(s.Metadata.Namespace, s.Metadata.Name)], nodeName)));
        var health = served.Where(static s => s.Spec is { Type: "LoadBalancer", ExternalTrafficPolicy: "Local", HealthCheckNodePort: > 0 }).Select(s => new HealthPortState(s.Spec.HealthCheckNodePort!.Value, s.Metadata.Namespace!, s.Metadata.Name!,
            byService[(s.Metadata.Namespace, s.Metadata.Name)].SelectMany(static e => e.Endpoints).Where(e => e.NodeName == nodeName && e.Conditions?.Ready != false).SelectMany(static e => e.Addresses.Take(1)).Distinct().Count()));
        var hostPorts = localPods.Where(static p => p.IsActive() && p.Spec.HostNetwork != true && !string.IsNullOrEmpty(p.Status.PodIP)).SelectMany(static p => p.Spec.Containers.Concat(p.Spec.InitContainers.Where(static c => c.RestartPolicy == "Always")).SelectMany(static c => c.Ports)
            .Where(static c => c.HostPort is > 0).Select(c => new HostPortState((c.Protocol ?? "TCP").ToLowerInvariant(), c.HostIP is null or "0.0.0.0" ? "" : c.HostIP, c.HostPort!.Value, p.Status.PodIP!, c.ContainerPortValue)));
        return new([.. ports.OrderBy(static p => p.Name, StringComparer.Ordinal)], [.. hostPorts.OrderBy(static h => h.HostPort).ThenBy(static h => h.Protocol, StringComparer.Ordinal)]) { HealthPorts = [.. health.OrderBy(static h => h.Port)] };
    }

    private static ServicePortState PortOf(Service service, ServicePort port, IEnumerable<EndpointSlice> slices, string nodeName)
    {
        var all = slices.SelectMany(s => s.Ports.Where(p => (p.Name ?? "") == (port.Name ?? "") && p.Port is not null).SelectMany(p => s.Endpoints.SelectMany(e => e.Addresses.Take(1).Select(a => (Endpoint: e, Target: new ServiceEndpoint(a, p.Port!.Value, e.NodeName == nodeName)))))).ToArray();
        var ready = all.Where(static e => e.Endpoint.Conditions?.Ready != false).Select(static e => e.Target).ToArray();
        var serving = ready.Length > 0 ? ready : all.Where(static e => e.Endpoint.Conditions is { Serving: true, Terminating: true }).Select(static e => e.Target).ToArray();
        return new ServicePortState
        {
            Name = $"{service.Metadata.Namespace}/{service.Metadata.Name}:{port.Name}",
            Protocol = (port.Protocol ?? "TCP").ToLowerInvariant(),
            Port = port.Port,
            Addresses = [.. new[] { service.Spec.ClusterIP! }.Concat(service.Spec.ExternalIPs).Concat((service.Status.LoadBalancer?.Ingress ?? []).Select(static i => i.Ip).OfType<string>()).Distinct()],
            NodePort = port.NodePort ?? 0,
            AffinitySeconds = service.Spec.SessionAffinity == "ClientIP" ? service.Spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? DefaultAffinitySeconds : 0,
            IsInternalLocal = service.Spec.InternalTrafficPolicy == "Local",
            IsExternalLocal = service.Spec.ExternalTrafficPolicy == "Local",
            Endpoints = [.. serving.Distinct().OrderBy(static e => e.Address, StringComparer.Ordinal).ThenBy(static e => e.Port)],
        };
    }
}
