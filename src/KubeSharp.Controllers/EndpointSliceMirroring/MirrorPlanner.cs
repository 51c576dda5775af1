using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Runtime;
using SlicePort = KubeSharp.Api.Discovery.V1.EndpointPort;

namespace KubeSharp.Controllers.EndpointSliceMirroring;

/// <summary>Which slices show an Endpoints object. Pure.</summary>
public static class MirrorPlanner
{
    internal const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    internal const string Manager = "endpointslicemirroring-controller.k8s.io";
    private const string ServiceLabel = "kubernetes.io/service-name";
    private const string SkipLabel = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
    private const int AddressesMax = 1000;

    /// <summary>Decides for a service and its Endpoints (null: there is none) and the slices that show them now.</summary>
    public static Plan PlanFor(Service? service, Api.Core.V1.Endpoints? endpoints, ImmutableArray<EndpointSlice> slices)
    {
        if (!IsMirrored(service, endpoints)) { return new Plan([.. slices.Select(static s => (PlanAction)new DeleteAction<EndpointSlice>(s))]); }
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        var free = slices.Where(static s => s.Metadata.DeletionTimestamp is null).ToList();
        foreach (var (family, ports, shown) in endpoints!.Subsets.SelectMany(Groups))
        {
            var slice = free.FirstOrDefault(s => s.AddressType == family && s.Ports.Equals(ports)) ?? free.FirstOrDefault(s => s.AddressType == family);
            if (slice is not null) { free.Remove(slice); }
            var labels = endpoints.Metadata.Labels.Set(ServiceLabel, endpoints.Metadata.Name!).Set(ManagedBy, Manager);
            var annotations = endpoints.Metadata.Annotations.Remove("kubectl.kubernetes.io/last-applied-configuration").Remove("endpoints.kubernetes.io/last-change-trigger-time");
            var metadata = (slice?.Metadata ?? new ObjectMeta { GenerateName = endpoints.Metadata.Name + "-", Namespace = endpoints.Metadata.Namespace }) with { Labels = labels, Annotations = annotations, OwnerReferences = [endpoints.ControllerReference()] };
            var wanted = new EndpointSlice { Metadata = metadata, AddressType = family, Ports = ports, Endpoints = shown };
            if (slice is null) { actions.Add(new CreateAction<EndpointSlice>(wanted)); }
            else if (!wanted.Equals(slice)) { actions.Add(new UpdateAction<EndpointSlice>(wanted)); }
        }
        actions.AddRange(free.Select(static s => new DeleteAction<EndpointSlice>(s)));
        return new Plan(actions.ToImmutable());
    }

    private static bool IsMirrored(Service? service, Api.Core.V1.Endpoints? endpoints) =>
        service is { Metadata.DeletionTimestamp: null, Spec.Selector.Count: 0 } && endpoints is { Metadata.DeletionTimestamp: null }
        && endpoints.Metadata.Labels.Get(SkipLabel) != "true" && !endpoints.Metadata.Annotations.ContainsKey(LeaderAnnotation);

    private static IEnumerable<(string Family, ApiList<SlicePort> Ports, ApiList<Endpoint> Endpoints)> Groups(EndpointSubset subset)
    {
        var ports = subset.Ports.Select(static p => new SlicePort { Name = p.Name ?? "", Port = p.Port, Protocol = p.Protocol ?? "TCP", AppProtocol = p.AppProtocol }).ToApiList();
        var all = subset.Addresses.Select(static a => Shown(a, true)).Concat(subset.NotReadyAddresses.Select(static a => Shown(a, false))).Take(AddressesMax);
        return all.GroupBy(static e => IPAddress.TryParse(e.Addresses[0], out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4").Select(g => (g.Key, ports, g.ToApiList()));
    }

    private static Endpoint Shown(EndpointAddress address, bool isReady) => new()
    {
        Addresses = [address.Ip],
        Conditions = new EndpointConditions { Ready = isReady },
        Hostname = string.IsNullOrEmpty(address.Hostname) ? null : address.Hostname,
        NodeName = address.NodeName,
        TargetRef = address.TargetRef,
    };
}
