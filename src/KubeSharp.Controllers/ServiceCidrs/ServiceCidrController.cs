using System.Collections.Immutable;
using System.Net;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Networking.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;
using IPAddress = KubeSharp.Api.Networking.V1.IPAddress;

namespace KubeSharp.Controllers.ServiceCidrs;

/// <summary>Says that a range of service addresses is ready, and lets it go only when nothing has an address that no other range holds. Source: Extending Service IP Ranges.</summary>
public sealed class ServiceCidrController : IController
{
    private const string Finalizer = "networking.k8s.io/service-cidr-finalizer";
    private ObjectCache<ServiceCIDR> _ranges = new();
    private ObjectCache<IPAddress> _addresses = new();
    private ObjectCache<Service> _services = new();

    /// <inheritdoc/>
    public string Name => "service-cidr-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["ServiceCIDR", "IPAddress", "Service"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ServiceCIDR/status", "ServiceCIDR.metadata.finalizers"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_ranges, _addresses, _services) = (informers.Get<ServiceCIDR>().Cache, informers.Get<IPAddress>().Cache, informers.Get<Service>().Cache);
        informers.Get<ServiceCIDR>().Subscribe(_ => EnqueueAll(enqueue));
        informers.Get<IPAddress>().Subscribe(c => { if (c.New is null) { EnqueueAll(enqueue); } });
        informers.Get<Service>().Subscribe(c => { if (c.Old?.Spec.ClusterIPs != c.New?.Spec.ClusterIPs) { EnqueueAll(enqueue); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _ranges.Get(null, key.Name) is { } range
        ? PlanFor(range, [.. _ranges.List()], _addresses.List().Select(static a => a.Metadata.Name!).Concat(_services.List().SelectMany(static s => s.Spec.ClusterIPs)), now) : Plan.Nothing;

    /// <summary>Decides for a range, all ranges and the addresses in use.</summary>
    public static Plan PlanFor(ServiceCIDR range, ImmutableArray<ServiceCIDR> all, IEnumerable<string> used, DateTimeOffset now)
    {
        var hasFinalizer = range.Metadata.Finalizers.Contains(Finalizer);
        if (range.Metadata.DeletionTimestamp is null)
        {
            return Plan.Of(
                hasFinalizer ? null : new UpdateAction<ServiceCIDR>(range with { Metadata = range.Metadata with { Finalizers = range.Metadata.Finalizers.Append(Finalizer).ToApiList() } }),
                hasFinalizer ? Told(range, "True", "", "Kubernetes Service CIDR is ready", now) : null);
        }
        if (!hasFinalizer) { return Plan.Nothing; }
        var others = all.Where(r => r.Metadata.Name != range.Metadata.Name && r.Metadata.DeletionTimestamp is null).SelectMany(Networks).ToArray();
        var own = Networks(range).ToArray();
        var isUsed = used.Any(a => System.Net.IPAddress.TryParse(a, out var ip) && Array.Exists(own, n => n.Contains(ip)) && !Array.Exists(others, n => n.Contains(ip)));
        return isUsed ? Plan.Of(Told(range, "False", "Terminating", "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR", now))
            : Plan.Of(new UpdateAction<ServiceCIDR>(range with { Metadata = range.Metadata.WithoutFinalizer(Finalizer) }));
    }

    // What is said already is not said again in other words: the server tells of the default range itself.
    private static UpdateAction<ServiceCIDR>? Told(ServiceCIDR range, string status, string reason, string message, DateTimeOffset now)
    {
        if (range.Status.Conditions.Any(c => c.Type == "Ready" && c.Status == status)) { return null; }
        var condition = new Condition { Type = "Ready", Status = status, Reason = reason, Message = message, LastTransitionTime = now.WholeSecond() };
        return new UpdateAction<ServiceCIDR>(range with { Status = range.Status with { Conditions = range.Status.Conditions.Where(static c => c.Type != "Ready").Append(condition).ToApiList() } }, IsStatus: true);
    }

    private static IEnumerable<IPNetwork> Networks(ServiceCIDR range) => range.Spec.Cidrs.Where(static c => IPNetwork.TryParse(c, out _)).Select(IPNetwork.Parse);

    private void EnqueueAll(Action<ObjectKey> enqueue)
    {
        foreach (var range in _ranges.List()) { enqueue(Following.Key(range)); }
    }
}
