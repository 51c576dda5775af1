using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Networking.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.ServiceCidrs;

/// <summary>Keeps an IPAddress object for each address that a service has, and removes those whose service is gone. The server itself takes addresses by what services hold. Source: Extending Service IP Ranges.</summary>
public sealed class ServiceAddressController : IController
{
    private const string ManagedBy = "ipaddress.kubernetes.io/managed-by", Family = "ipaddress.kubernetes.io/ip-family", Allocator = "ipallocator.k8s.io";
    private const string ByAddress = "address";
    private ObjectCache<Service> _services = new();
    private ObjectCache<IPAddress> _addresses = new();

    /// <inheritdoc/>
    public string Name => "service-address-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Service", "IPAddress"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["IPAddress.of Service"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_services, _addresses) = (informers.Get<Service>().Cache, informers.Get<IPAddress>().Cache);
        _services.AddIndex(ByAddress, static s => Addresses(s));
        informers.Get<Service>().Subscribe(c =>
        {
            foreach (var address in Addresses(c.Old).Concat(Addresses(c.New)).Distinct(StringComparer.Ordinal)) { enqueue(new("", address)); }
        });
        informers.FollowSelf<IPAddress>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => PlanFor(key.Name, _services.ByIndex(ByAddress, key.Name).FirstOrDefault(), _addresses.Get(null, key.Name));

    /// <summary>Decides for an address, the service that has it and the object there is for it; null: none.</summary>
    public static Plan PlanFor(string address, Service? service, IPAddress? there)
    {
        if (service is null) { return there?.Metadata.Labels.Get(ManagedBy) == Allocator ? Plan.Of(new DeleteAction<IPAddress>(there)) : Plan.Nothing; }
        var wanted = new IPAddress
        {
            Metadata = new ObjectMeta { Name = address, Labels = ApiMap.Of((Family, address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4"), (ManagedBy, Allocator)) },
            Spec = new IPAddressSpec { ParentRef = new ParentReference { Group = "", Resource = "services", Namespace = service.Metadata.Namespace, Name = service.Metadata.Name! } },
        };
        if (there is null) { return Plan.Of(new CreateAction<IPAddress>(wanted)); }
        // What is another's stays another's; ours that names an old service is made anew, for a parent does not change.
        var isRight = there.Spec.ParentRef.Name == service.Metadata.Name && there.Spec.ParentRef.Namespace == service.Metadata.Namespace;
        return isRight || there.Metadata.Labels.Get(ManagedBy) != Allocator ? Plan.Nothing : Plan.Of(new DeleteAction<IPAddress>(there), new CreateAction<IPAddress>(wanted));
    }

    private static IEnumerable<string> Addresses(Service? service) =>
        service?.Spec.ClusterIPs.Select(static a => System.Net.IPAddress.TryParse(a, out var ip) ? ip.ToString() : "").Where(static a => a.Length > 0) ?? [];
}
