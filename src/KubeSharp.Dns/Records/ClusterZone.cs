using System.Collections.Immutable;
using System.Net;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Dns.Wire;
using EndpointPort = KubeSharp.Api.Discovery.V1.EndpointPort;

namespace KubeSharp.Dns.Records;

/// <summary>
/// The names of a cluster: services, their ports and endpoints, pods by address, and backwards. Reads caches and changes nothing.
/// Source: Kubernetes DNS-Based Service Discovery, version 1.1.0.
/// </summary>
public sealed class ClusterZone(string domain, Func<string, string, Service?> service, Func<string, string, IEnumerable<EndpointSlice>> slices, Func<string, bool> hasNamespace, Func<string, IEnumerable<(Service Service, Endpoint? Endpoint)>> byAddress)
{
    private const int TimeToLiveSeconds = 5;

    /// <summary>The answer; null where the name is none of the cluster's.</summary>
    public DnsAnswer? Resolve(DnsQuestion question)
    {
        if (question.Name.EndsWith(".in-addr.arpa", StringComparison.Ordinal)) { return Reverse(question); }
        if (question.Name == domain) { return Empty(); }
        if (!question.Name.EndsWith("." + domain, StringComparison.Ordinal)) { return null; }
        var labels = question.Name[..^(domain.Length + 1)].Split('.');
        return labels switch
        {
            ["dns-version"] when question.Type == DnsType.Txt => Empty(),
            ["svc"] or ["pod"] => Empty(),
            [var ns, "svc" or "pod"] => hasNamespace(ns) ? Empty() : NoName(),
            [var address, var ns, "pod"] => Pod(question, address, ns),
            [var name, var ns, "svc"] => Service(question, name, ns),
            [var host, var name, var ns, "svc"] => Endpoint(question, host, name, ns),
            [var port, var protocol, var name, var ns, "svc"] when port.StartsWith('_') && protocol.StartsWith('_') => Ports(question, name, ns, port[1..], protocol[1..]),
            _ => NoName(),
        };
    }

    private DnsAnswer Service(DnsQuestion question, string name, string ns)
    {
        if (service(ns, name) is not { } found) { return NoName(); }
        if (found.Spec.Type == "ExternalName") { return new(DnsType.NoError, [new(question.Name, DnsType.Cname, TimeToLiveSeconds) { Target = (found.Spec.ExternalName ?? "").TrimEnd('.') }]); }
        if (question.Type == DnsType.Srv) { return Ports(question, name, ns, "", ""); }
        if (found.Spec.ClusterIP is not (null or "" or "None")) { return Addresses(question, found.Spec.ClusterIPs.Count > 0 ? found.Spec.ClusterIPs : [found.Spec.ClusterIP]); }
        var ready = Ready(ns, name, found.Spec.PublishNotReadyAddresses == true).SelectMany(static e => e.Endpoint.Addresses).Distinct().ToArray();
        return ready.Length == 0 ? NoName() : Addresses(question, ready);
    }

    private DnsAnswer Endpoint(DnsQuestion question, string host, string name, string ns)
    {
        if (service(ns, name) is not { } found) { return NoName(); }
        var addresses = Ready(ns, name, found.Spec.PublishNotReadyAddresses == true).Where(e => HostOf(e.Endpoint) == host).SelectMany(static e => e.Endpoint.Addresses).Distinct().ToArray();
        return addresses.Length == 0 ? NoName() : Addresses(question, addresses);
    }

    private DnsAnswer Ports(DnsQuestion question, string name, string ns, string port, string protocol)
    {
        if (service(ns, name) is not { } found) { return NoName(); }
        bool Fits(string? portName, string? portProtocol) => (port.Length == 0 || portName == port) && (protocol.Length == 0 || (portProtocol ?? "TCP").Equals(protocol, StringComparison.OrdinalIgnoreCase));
        var self = $"{name}.{ns}.svc.{domain}";
        var records = found.Spec.ClusterIP is "None"
            ? Ready(ns, name, found.Spec.PublishNotReadyAddresses == true).SelectMany(e => e.Ports.Where(p => Fits(p.Name, p.Protocol)).Select(p => (Number: p.Port ?? 0, Target: $"{HostOf(e.Endpoint)}.{self}", e.Endpoint.Addresses))).ToArray()
            : found.Spec.Ports.Where(p => Fits(p.Name, p.Protocol)).Select(p => (Number: p.Port, Target: self, Addresses: (ApiList<string>)[found.Spec.ClusterIP ?? ""])).ToArray();
        if (records.Length == 0) { return NoName(); }
        if (question.Type is not (DnsType.Srv or DnsType.Any)) { return Empty(); }
        return new(DnsType.NoError, [.. records.Select(r => new DnsRecord(question.Name, DnsType.Srv, TimeToLiveSeconds) { Target = r.Target, Service = (0, 100 / records.Length, r.Number) })])
        {
            Additional = [.. records.SelectMany(static r => r.Addresses.Select(a => (r.Target, a))).Distinct().Where(static r => IPAddress.TryParse(r.a, out _)).Select(static r => new DnsRecord(r.Target, DnsType.A, TimeToLiveSeconds) { Address = IPAddress.Parse(r.a) })],
        };
    }

    // 10-244-0-5.default.pod: any address says itself, in a namespace that is there.
    private DnsAnswer Pod(DnsQuestion question, string address, string ns) =>
        hasNamespace(ns) && IPAddress.TryParse(address.Replace('-', '.'), out var ip) && address.Split('-').Length == 4 ? Addresses(question, [ip.ToString()]) : NoName();

    private DnsAnswer? Reverse(DnsQuestion question)
    {
        var labels = question.Name.Split('.');
        if (labels.Length != 6) { return null; }
        var owners = byAddress($"{labels[3]}.{labels[2]}.{labels[1]}.{labels[0]}").ToArray();
        if (owners.Length == 0) { return null; }
        var names = owners.Select(o => $"{(o.Endpoint is { } e ? HostOf(e) + "." : "")}{o.Service.Metadata.Name}.{o.Service.Metadata.Namespace}.svc.{domain}").Distinct();
        return question.Type is DnsType.Ptr or DnsType.Any ? new(DnsType.NoError, [.. names.Select(n => new DnsRecord(question.Name, DnsType.Ptr, TimeToLiveSeconds) { Target = n })]) : Empty();
    }

    private IEnumerable<(Endpoint Endpoint, ApiList<EndpointPort> Ports)> Ready(string ns, string name, bool isAll) =>
        slices(ns, name).SelectMany(s => s.Endpoints.Where(e => isAll || e.Conditions?.Ready != false).Select(e => (e, s.Ports)));

    private static string HostOf(Endpoint endpoint) => !string.IsNullOrEmpty(endpoint.Hostname) ? endpoint.Hostname : (endpoint.Addresses.FirstOrDefault() ?? "").Replace('.', '-');

    private DnsAnswer Addresses(DnsQuestion question, IEnumerable<string> addresses)
    {
        var records = addresses.Select(static a => IPAddress.TryParse(a, out var ip) ? ip : null).OfType<IPAddress>()
            .Select(ip => (Ip: ip, Type: ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa))
            .Where(r => question.Type == DnsType.Any || question.Type == r.Type).Select(r => new DnsRecord(question.Name, r.Type, TimeToLiveSeconds) { Address = r.Ip }).ToImmutableArray();
        return records.IsEmpty ? Empty() : new(DnsType.NoError, records);
    }

    private DnsAnswer Empty() => new(DnsType.NoError, []) { Authority = Authority };

    private DnsAnswer NoName() => new(DnsType.NameError, []) { Authority = Authority };

    private DnsRecord Authority => new(domain, DnsType.Soa, TimeToLiveSeconds) { Target = $"ns.dns.{domain}", Authority = ($"hostmaster.{domain}", 1, 7200, 1800, 86400, TimeToLiveSeconds) };
}
