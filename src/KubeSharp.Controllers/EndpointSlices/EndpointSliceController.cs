using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.EndpointSlices;

/// <summary>Keeps the endpoint slices of services with a selector. Source: EndpointSlices.</summary>
public sealed class EndpointSliceController : IController
{
    internal const string ServiceLabel = "kubernetes.io/service-name";
    internal const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    internal const string Manager = "endpointslice-controller.k8s.io";
    private const string ByService = "service";
    private ObjectCache<Service> _services = new();
    private ObjectCache<EndpointSlice> _slices = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<Node> _nodes = new();

    /// <inheritdoc/>
    public string Name => "endpointslice-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Service", "Pod", "Node", "EndpointSlice"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["EndpointSlice.of Service"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_services, _slices, _pods, _nodes) = (informers.Get<Service>().Cache, informers.Get<EndpointSlice>().Cache, informers.Get<Pod>().Cache, informers.Get<Node>().Cache);
        _slices.AddIndex(ByService, static s => [$"{s.Metadata.Namespace}/{s.Metadata.Labels.Get(ServiceLabel)}"]);
        _pods.AddIndex("namespace", static p => [p.Metadata.Namespace ?? ""]);
        informers.FollowSelf<Service>(enqueue);
        informers.Get<Pod>().Subscribe(c => ServicesOf.Changed(_services, c, enqueue));
        informers.Get<EndpointSlice>().Subscribe(c =>
        {
            var slice = (c.New ?? c.Old)!;
            if (slice.Metadata.Labels.Get(ManagedBy) == Manager && slice.Metadata.Labels.Get(ServiceLabel) is { } service) { enqueue(new(slice.Metadata.Namespace!, service)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var slices = _slices.ByIndex(ByService, key.ToString()).Where(static s => s.Metadata.Labels.Get(ManagedBy) == Manager).ToImmutableArray();
        var service = _services.Get(key.Namespace, key.Name);
        var pods = service is null ? [] : _pods.ByIndex("namespace", key.Namespace).Where(p => service.Spec.Selector.Selects(p.Metadata.Labels)).ToImmutableArray();
        return SlicePlanner.PlanFor(service, pods, slices, name => _nodes.Get(null, name)?.Metadata.Labels.Get("topology.kubernetes.io/zone"));
    }
}
