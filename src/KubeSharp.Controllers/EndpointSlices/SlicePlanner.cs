using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Runtime;
using EndpointPort = KubeSharp.Api.Discovery.V1.EndpointPort;

namespace KubeSharp.Controllers.EndpointSlices;

/// <summary>Which endpoints stand in which slices. Pure.</summary>
public static class SlicePlanner
{
    /// <summary>Endpoints in one slice at most.</summary>
    public const int EndpointsMax = 100;

    /// <summary>Decides for a service (null: it is gone) and the pods its selector means.</summary>
    public static Plan PlanFor(Service? service, ImmutableArray<Pod> pods, ImmutableArray<EndpointSlice> slices, Func<string, string?> zoneOf)
    {
        if (service is null || service.Metadata.DeletionTimestamp is not null || service.Spec.Selector.Count == 0 || service.Spec.Type == "ExternalName")
        {
            return new Plan([.. slices.Select(static s => (PlanAction)new DeleteAction<EndpointSlice>(s))]);
        }
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        var groups = pods.Where(IsEndpoint).GroupBy(p => PortsOf(service, p))
            .SelectMany(g => g.OrderBy(static p => p.Metadata.Name, StringComparer.Ordinal).Chunk(EndpointsMax).Select(chunk => (Ports: g.Key, Endpoints: chunk.Select(p => EndpointOf(p, service, zoneOf)).ToApiList()))).ToList();
        if (groups.Count == 0) { groups.Add((PortsOf(service, null), [])); }
        var free = slices.Where(static s => s.Metadata.DeletionTimestamp is null).ToList();
        foreach (var (ports, endpoints) in groups)
        {
            // A slice of the same ports, best one that already is as it should be, is kept and changed.
            var slice = free.FirstOrDefault(s => s.Ports.Equals(ports) && s.Endpoints.Equals(endpoints)) ?? free.FirstOrDefault(s => s.Ports.Equals(ports)) ?? free.FirstOrDefault();
            if (slice is not null) { free.Remove(slice); }
            var wanted = SliceOf(service, ports, endpoints, slice);
            if (slice is null) { actions.Add(new CreateAction<EndpointSlice>(wanted)); }
            else if (!wanted.Equals(slice)) { actions.Add(new UpdateAction<EndpointSlice>(wanted)); }
        }
        actions.AddRange(free.Select(static s => new DeleteAction<EndpointSlice>(s)));
        return new Plan(actions.ToImmutable());
    }

    /// <summary>The number behind a service's target port in a pod; null: the pod has no such port.</summary>
    public static int? TargetPort(ServicePort port, Pod? pod)
    {
        var target = port.TargetPort?.ToString() ?? "";
        if (target.Length == 0) { return port.Port; }
        if (int.TryParse(target, out var number)) { return number; }
        var named = pod?.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => c.RestartPolicy == "Always")).SelectMany(static c => c.Ports).FirstOrDefault(p => p.Name == target && (p.Protocol ?? "TCP") == (port.Protocol ?? "TCP"));
        return named?.ContainerPortValue;
    }

    private static bool IsEndpoint(Pod pod) => !string.IsNullOrEmpty(pod.Status.PodIP) && !pod.IsFinished();

    private static ApiList<EndpointPort> PortsOf(Service service, Pod? pod) => service.Spec.Ports
        .Select(p => (Port: p, Number: TargetPort(p, pod))).Where(static p => p.Number is not null)
        .Select(static p => new EndpointPort { Name = p.Port.Name ?? "", Port = p.Number, Protocol = p.Port.Protocol ?? "TCP", AppProtocol = p.Port.AppProtocol }).ToApiList();

    private static Endpoint EndpointOf(Pod pod, Service service, Func<string, string?> zoneOf)
    {
        var isTerminating = pod.Metadata.DeletionTimestamp is not null;
        var isServing = pod.IsReady();
        return new Endpoint
        {
            Addresses = [pod.Status.PodIP!],
            Conditions = new EndpointConditions { Ready = service.Spec.PublishNotReadyAddresses == true || (isServing && !isTerminating), Serving = isServing, Terminating = isTerminating },
            NodeName = pod.Spec.NodeName,
            Zone = zoneOf(pod.Spec.NodeName ?? ""),
            Hostname = !string.IsNullOrEmpty(pod.Spec.Hostname) && pod.Spec.Subdomain == service.Metadata.Name ? pod.Spec.Hostname : null,
            TargetRef = new ObjectReference { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
        };
    }

    private static EndpointSlice SliceOf(Service service, ApiList<EndpointPort> ports, ApiList<Endpoint> endpoints, EndpointSlice? there)
    {
        var labels = service.Metadata.Labels.Set(EndpointSliceController.ServiceLabel, service.Metadata.Name!).Set(EndpointSliceController.ManagedBy, EndpointSliceController.Manager);
        if (service.Spec.ClusterIP is "None") { labels = labels.Set("service.kubernetes.io/headless", ""); }
        var metadata = (there?.Metadata ?? new ObjectMeta { GenerateName = service.Metadata.Name + "-", Namespace = service.Metadata.Namespace }) with { Labels = labels, OwnerReferences = [service.ControllerReference()] };
        return new EndpointSlice { Metadata = metadata, AddressType = "IPv4", Ports = ports, Endpoints = endpoints };
    }
}
