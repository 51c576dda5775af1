using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.EndpointSlices;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Endpoints;

/// <summary>Keeps the Endpoints of services with a selector, for clients from before endpoint slices. Source: Service, Endpoints.</summary>
public sealed class EndpointsController : IController
{
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";
    private const int AddressesMax = 1000;
    private ObjectCache<Service> _services = new();
    private ObjectCache<Api.Core.V1.Endpoints> _endpoints = new();
    private ObjectCache<Pod> _pods = new();

    /// <inheritdoc/>
    public string Name => "endpoints-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Service", "Pod", "Endpoints"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Endpoints.of Service"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_services, _endpoints, _pods) = (informers.Get<Service>().Cache, informers.Get<Api.Core.V1.Endpoints>().Cache, informers.Get<Pod>().Cache);
        _pods.AddIndex("namespace", static p => [p.Metadata.Namespace ?? ""]);
        informers.FollowSelf<Service>(enqueue);
        informers.FollowSelf<Api.Core.V1.Endpoints>(enqueue);
        informers.Get<Pod>().Subscribe(c => ServicesOf.Changed(_services, c, enqueue));
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var service = _services.Get(key.Namespace, key.Name);
        var pods = service is null ? [] : _pods.ByIndex("namespace", key.Namespace).Where(p => service.Spec.Selector.Selects(p.Metadata.Labels)).ToImmutableArray();
        return PlanFor(service, pods, _endpoints.Get(key.Namespace, key.Name));
    }

    /// <summary>Decides for a service and the pods its selector means.</summary>
    public static Plan PlanFor(Service? service, ImmutableArray<Pod> pods, Api.Core.V1.Endpoints? there)
    {
        if (service is null || service.Metadata.DeletionTimestamp is not null)
        {
            return there is not null && there.Metadata.Labels.ContainsKey(ManagedBy) && service is null ? Plan.Of(new DeleteAction<Api.Core.V1.Endpoints>(there)) : Plan.Nothing;
        }
        if (service.Spec.Selector.Count == 0 || service.Spec.Type == "ExternalName") { return Plan.Nothing; }
        var isAll = service.Spec.PublishNotReadyAddresses == true;
        var shown = pods.Where(p => !string.IsNullOrEmpty(p.Status.PodIP) && !p.IsFinished() && (p.Metadata.DeletionTimestamp is null || isAll))
            .OrderByDescending(p => isAll || p.IsReady()).ThenBy(static p => p.Metadata.Name, StringComparer.Ordinal).ToArray();
        var subsets = shown.Take(AddressesMax).GroupBy(p => PortsOf(service, p)).Select(g => new EndpointSubset
        {
            Addresses = g.Where(p => isAll || p.IsReady()).Select(p => AddressOf(p, service)).ToApiList(),
            NotReadyAddresses = g.Where(p => !isAll && !p.IsReady()).Select(p => AddressOf(p, service)).ToApiList(),
            Ports = g.Key,
        }).ToApiList();
        var labels = service.Metadata.Labels.Set(ManagedBy, "endpoint-controller");
        if (service.Spec.ClusterIP is "None") { labels = labels.Set("service.kubernetes.io/headless", ""); }
        var metadata = there?.Metadata ?? new ObjectMeta { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace };
        // Clients are told that there are more than they see.
        var annotations = shown.Length > AddressesMax ? metadata.Annotations.Set(OverCapacity, "truncated") : metadata.Annotations.Remove(OverCapacity);
        var wanted = new Api.Core.V1.Endpoints { Metadata = metadata with { Labels = labels, Annotations = annotations }, Subsets = subsets };
        return there is null ? Plan.Of(new CreateAction<Api.Core.V1.Endpoints>(wanted)) : wanted.Equals(there) ? Plan.Nothing : Plan.Of(new UpdateAction<Api.Core.V1.Endpoints>(wanted));
    }

    private static ApiList<EndpointPort> PortsOf(Service service, Pod pod) => service.Spec.Ports.Select(p => (Port: p, Number: SlicePlanner.TargetPort(p, pod))).Where(static p => p.Number is not null)
        .Select(static p => new EndpointPort { Name = p.Port.Name, Port = p.Number!.Value, Protocol = p.Port.Protocol ?? "TCP", AppProtocol = p.Port.AppProtocol }).ToApiList();

    private static EndpointAddress AddressOf(Pod pod, Service service) => new()
    {
        Ip = pod.Status.PodIP!,
        NodeName = pod.Spec.NodeName,
        Hostname = !string.IsNullOrEmpty(pod.Spec.Hostname) && pod.Spec.Subdomain == service.Metadata.Name ? pod.Spec.Hostname : null,
        TargetRef = new ObjectReference { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
    };
}
