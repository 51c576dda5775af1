using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Dns.Forwarding;
using KubeSharp.Dns.Records;
using KubeSharp.Dns.Serving;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;
using EndpointPort = KubeSharp.Api.Discovery.V1.EndpointPort;

namespace KubeSharp.Dns;

/// <summary>Cluster DNS: follows services and slices, answers, and stands behind the service kube-system/kube-dns.</summary>
public sealed class DnsRole(DnsOptions options, IApiClient client, TimeProvider time, ILoggerFactory loggers)
{
    private const string ByService = "service";
    private const string ByAddress = "address";
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var informers = new InformerFactory(client, time, loggers);
        var (services, slices, namespaces) = (informers.Get<Service>().Cache, informers.Get<EndpointSlice>().Cache, informers.Get<Namespace>().Cache);
        services.AddIndex(ByAddress, static s => s.Spec.ClusterIPs);
        slices.AddIndex(ByService, static s => [$"{s.Metadata.Namespace}/{s.Metadata.Labels.Get("kubernetes.io/service-name")}"]);
        slices.AddIndex(ByAddress, static s => s.Endpoints.SelectMany(static e => e.Addresses).Distinct());
        var following = informers.RunAsync(cancellation);
        await informers.WaitForSyncAsync(cancellation).ConfigureAwait(false);
        var zone = new ClusterZone(options.ClusterDomain, (ns, name) => services.Get(ns, name), (ns, name) => slices.ByIndex(ByService, $"{ns}/{name}"), ns => namespaces.Get(null, ns) is not null, address => OwnersOf(address, services, slices));
        var serving = new DnsServer(options.Listen, zone, new Forwarder(options.Upstreams, time)).RunAsync(cancellation);
        await PublishAsync(cancellation).ConfigureAwait(false);
        await Task.WhenAll(serving, following).ConfigureAwait(false);
    }

    private static IEnumerable<(Service Service, Endpoint? Endpoint)> OwnersOf(string address, ObjectCache<Service> services, ObjectCache<EndpointSlice> slices)
    {
        foreach (var service in services.ByIndex(ByAddress, address)) { yield return (service, null); }
        foreach (var slice in slices.ByIndex(ByAddress, address))
        {
            var service = services.Get(slice.Metadata.Namespace, slice.Metadata.Labels.Get("kubernetes.io/service-name") ?? "");
            var endpoint = slice.Endpoints.FirstOrDefault(e => e.Addresses.Contains(address));
            if (service?.Spec.ClusterIP == "None" && endpoint is not null) { yield return (service, endpoint); }
        }
    }

    private async Task PublishAsync(CancellationToken cancellation)
    {
        var port = options.Listen.Port;
        var wanted = new EndpointSlice
        {
            Metadata = new ObjectMeta { Name = options.SliceName, Namespace = "kube-system", Labels = ApiMap.Of(("kubernetes.io/service-name", "kube-dns"), ("endpointslice.kubernetes.io/managed-by", "kubesharp")) },
            AddressType = "IPv4",
            Endpoints = [new Endpoint { Addresses = [options.Listen.Address.ToString()], Conditions = new EndpointConditions { Ready = true, Serving = true, Terminating = false }, NodeName = options.NodeName.Length > 0 ? options.NodeName : null }],
            Ports = [new EndpointPort { Name = "dns", Port = port, Protocol = "UDP" }, new EndpointPort { Name = "dns-tcp", Port = port, Protocol = "TCP" }],
        };
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                try { await client.CreateAsync(wanted, cancellation).ConfigureAwait(false); }
                catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { await client.UpdateAsync(wanted, cancellation).ConfigureAwait(false); }
                return;
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException) { await Task.Delay(_retryAfter, time, cancellation).ConfigureAwait(false); }
        }
    }
}
