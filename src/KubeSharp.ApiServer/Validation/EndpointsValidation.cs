using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Endpoints and endpoint slices. Source: EndpointSlices; Service, services without selectors.</summary>
public static class EndpointsValidation
{
    private const int EndpointsMax = 1000, PortsMax = 20_000, AddressesMax = 100, TopologyMax = 16, ZonesMax = 8;

    /// <summary>Endpoints.</summary>
    public static void Endpoints(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        // What was let in before a rule came stays as long as it does not change.
        if (old is not null && Immutability.Same(value["subsets"], old["subsets"])) { return; }
        var subsets = value.Items("subsets");
        for (var i = 0; i < subsets.Count; i++)
        {
            var at = FieldPath.Of("subsets").Index(i);
            if (subsets[i].Items("addresses").Count + subsets[i].Items("notReadyAddresses").Count == 0) { errors.Required(at, "must specify `addresses` or `notReadyAddresses`"); }
            foreach (var list in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                var addresses = subsets[i].Items(list);
                for (var j = 0; j < addresses.Count; j++)
                {
                    Subset(addresses[j], at.Child(list).Index(j), errors);
                }
            }
            var ports = subsets[i].Items("ports");
            for (var j = 0; j < ports.Count; j++) { Port(ports[j], ports.Count > 1, at.Child("ports").Index(j), errors); }
        }
    }

    private static void Port(Node port, bool needsName, FieldPath path, FieldErrors errors)
    {
        var (name, protocol) = (port.Text("name"), port.Text("protocol"));
        if (name.Length > 0) { Names.Check(Names.DnsLabel(name), path.Child("name"), name, errors); }
        else if (needsName) { errors.Required(path.Child("name")); }
        Names.Check(Names.Port(port.Number("port") ?? 0), path.Child("port"), port.Number("port") ?? 0, errors);
        if (protocol.Length == 0) { errors.Required(path.Child("protocol")); }
        else { Protocol(protocol, path, errors); }
        Application(port, path, errors);
    }

    /// <summary>What stays as it was made in an EndpointSlice.</summary>
    public static void SliceChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.Check(value, old, null, errors, "addressType");

    /// <summary>An EndpointSlice.</summary>
    public static void Slice(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var type = value.Text("addressType");
        if (type.Length == 0) { errors.Required(FieldPath.Of("addressType")); }
        else if (type is not ("IPv4" or "IPv6" or "FQDN")) { errors.NotSupported(FieldPath.Of("addressType"), type, "FQDN", "IPv4", "IPv6"); }
        SlicePorts(value, errors);
        if (old is not null && Immutability.Same(value["endpoints"], old["endpoints"])) { return; }
        var endpoints = value.Items("endpoints");
        if (endpoints.Count > EndpointsMax) { errors.TooMany(FieldPath.Of("endpoints"), endpoints.Count, EndpointsMax); return; }
        for (var i = 0; i < endpoints.Count; i++) { SliceEndpoint(endpoints[i], type, FieldPath.Of("endpoints").Index(i), errors); }
    }

    private static void SlicePorts(ObjectNode value, FieldErrors errors)
    {
        var ports = value.Items("ports");
        if (ports.Count > PortsMax) { errors.TooMany(FieldPath.Of("ports"), ports.Count, PortsMax); return; }
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var (name, at) = (ports[i].Text("name"), FieldPath.Of("ports").Index(i));
            if (name.Length > 0) { Names.Check(Names.DnsLabel(name), at.Child("name"), name, errors); }
            if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            if (ports[i].Has("protocol")) { Protocol(ports[i].Text("protocol"), at, errors); }
            Application(ports[i], at, errors);
        }
    }

    private static void SliceEndpoint(Node endpoint, string type, FieldPath path, FieldErrors errors)
    {
        var addresses = endpoint.Items("addresses");
        if (addresses.Count == 0) { errors.Required(path.Child("addresses"), "must contain at least 1 address"); }
        else if (addresses.Count > AddressesMax) { errors.TooMany(path.Child("addresses"), addresses.Count, AddressesMax); }
        for (var j = 0; j < addresses.Count; j++)
        {
            var (text, at) = ((addresses[j] as StringNode)?.Value ?? "", path.Child("addresses").Index(j));
            if (type == "FQDN") { DomainName(text, at, errors); }
            else if (type is not ("IPv4" or "IPv6")) { continue; }
            else if ((type == "IPv4" ? Addresses.Address(text) : Addresses.CanonicalAddress(text)) is { } wrong) { errors.Invalid(at, text, wrong); }
            else
            {
                // Compat: which of the addresses it is, is not told.
                if (text.Contains(':', StringComparison.Ordinal) != (type == "IPv6")) { errors.Invalid(path.Child("addresses"), text, $"must be an {type} address"); }
                Place(text, at, errors);
            }
        }
        if (endpoint.Has("nodeName")) { Names.Check(Names.Subdomain(endpoint.Text("nodeName")), path.Child("nodeName"), endpoint.Text("nodeName"), errors); }
        var topology = endpoint.Object("deprecatedTopology");
        if (topology.Count > TopologyMax) { errors.TooMany(path.Child("deprecatedTopology"), topology.Count, TopologyMax); }
        Labels.Check(topology, path.Child("deprecatedTopology"), errors);
        if (endpoint.Has("hostname")) { Names.Check(Names.DnsLabel(endpoint.Text("hostname")), path.Child("hostname"), endpoint.Text("hostname"), errors); }
        Hints(endpoint.Object("hints"), path.Child("hints"), errors);
    }

    // A name of two labels at least; a dot may end it.
    private static void DomainName(string text, FieldPath path, FieldErrors errors)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        if (text.Length == 0) { errors.Required(path); }
        else if (Names.Subdomain(name) is { } wrong) { Names.Check(wrong, path, name, errors); }
        else if (!name.Contains('.', StringComparison.Ordinal)) { errors.Invalid(path, name, "should be a domain with at least two segments separated by dots"); }
        else if (name.Split('.').FirstOrDefault(static l => Names.DnsLabel(l) is not null) is { } label) { errors.Invalid(path, label, Names.DnsLabel(label)!); }
    }

    private static void Hints(ObjectNode hints, FieldPath path, FieldErrors errors)
    {
        foreach (var (list, rule) in (ReadOnlySpan<(string, Func<string, string?>)>)[("forZones", static n => LabelNames.IsLabelValue(n) ? null : LabelNames.LabelValueRule), ("forNodes", Names.Subdomain)])
        {
            var items = hints.Items(list);
            if (items.Count > ZonesMax) { errors.TooMany(path.Child(list), items.Count, ZonesMax); return; }
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < items.Count; i++)
            {
                var (name, at) = (items[i].Text("name"), path.Child(list).Index(i).Child("name"));
                if (!seen.Add(name)) { errors.Duplicate(at, name); }
                Names.Check(rule(name), at, name, errors);
            }
        }
    }

    private static void Subset(Node endpoint, FieldPath path, FieldErrors errors)
    {
        var ip = endpoint.Text("ip");
        Names.Check(Addresses.Address(ip), path.Child("ip"), ip, errors);
        if (endpoint.Text("hostname") is { Length: > 0 } host) { Names.Check(Names.DnsLabel(host), path.Child("hostname"), host, errors); }
        if (endpoint.Has("nodeName")) { Names.Check(Names.Subdomain(endpoint.Text("nodeName")), path.Child("nodeName"), endpoint.Text("nodeName"), errors); }
        Place(ip, path.Child("ip"), errors);
    }

    private static void Protocol(string protocol, FieldPath path, FieldErrors errors)
    {
        if (protocol is not ("TCP" or "UDP" or "SCTP")) { errors.NotSupported(path.Child("protocol"), protocol, "SCTP", "TCP", "UDP"); }
    }

    private static void Application(Node port, FieldPath path, FieldErrors errors)
    {
        if (port.Has("appProtocol")) { Names.Check(Names.Qualified(port.Text("appProtocol")), path.Child("appProtocol"), port.Text("appProtocol"), errors); }
    }

    // Addresses that would lead elsewhere than to a pod. Compat: what is none at all is told once more.
    private static void Place(string text, FieldPath path, FieldErrors errors)
    {
        if (Addresses.Parse(text) is not { } ip) { errors.Invalid(path, text, "must be a valid IP address"); return; }
        if (ip.IsIPv4MappedToIPv6) { ip = ip.MapToIPv4(); }
        var bytes = ip.GetAddressBytes();
        if (ip.Equals(System.Net.IPAddress.Any) || ip.Equals(System.Net.IPAddress.IPv6Any)) { errors.Invalid(path, text, "may not be unspecified (" + text + ")"); }
        else if (System.Net.IPAddress.IsLoopback(ip)) { errors.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"); }
        else if (ip.IsIPv6LinkLocal || (bytes is [169, 254, _, _])) { errors.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"); }
        else if (bytes is [224, 0, 0, _] || (bytes.Length == 16 && bytes is [0xFF, _, ..] && (bytes[1] & 0xF) == 2)) { errors.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"); }
    }
}
