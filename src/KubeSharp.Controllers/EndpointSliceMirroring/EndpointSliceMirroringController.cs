using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.EndpointSliceMirroring;

/// <summary>Shows Endpoints that were written by hand as endpoint slices. Source: Service, services without selectors, EndpointSlice mirroring.</summary>
public sealed class EndpointSliceMirroringController : IController
{
    private const string ServiceLabel = "kubernetes.io/service-name";
    private const string ByService = "service";
    private ObjectCache<Service> _services = new();
    private ObjectCache<Api.Core.V1.Endpoints> _endpoints = new();
    private ObjectCache<EndpointSlice> _slices = new();

    /// <inheritdoc/>
    public string Name => "endpointslice-mirroring-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Service", "Endpoints", "EndpointSlice"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["EndpointSlice.of Endpoints"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_services, _endpoints, _slices) = (informers.Get<Service>().Cache, informers.Get<Api.Core.V1.Endpoints>().Cache, informers.Get<EndpointSlice>().Cache);
        _slices.AddIndex(ByService, static s => [$"{s.Metadata.Namespace}/{s.Metadata.Labels.Get(ServiceLabel)}"]);
        informers.FollowSelf<Service>(enqueue);
        informers.FollowSelf<Api.Core.V1.Endpoints>(enqueue);
        informers.Get<EndpointSlice>().Subscribe(c =>
        {
            var slice = (c.New ?? c.Old)!;
            if (slice.Metadata.Labels.Get(MirrorPlanner.ManagedBy) == MirrorPlanner.Manager && slice.Metadata.Labels.Get(ServiceLabel) is { } service) { enqueue(new(slice.Metadata.Namespace!, service)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => MirrorPlanner.PlanFor(_services.Get(key.Namespace, key.Name), _endpoints.Get(key.Namespace, key.Name),
        [.. _slices.ByIndex(ByService, key.ToString()).Where(static s => s.Metadata.Labels.Get(MirrorPlanner.ManagedBy) == MirrorPlanner.Manager)]);
}
