using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Ingresses, network policies, endpoints and endpoint slices. Source: Ingress; Network Policies; EndpointSlices.</summary>
public static class NetworkingValidation
{
    private const int SliceEndpointsMax = 1000;
    private const int SlicePortsMax = 20_000;

    /// <summary>An Ingress.</summary>
    public static void Ingress(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (spec.Items("rules").Count == 0 && !spec.Has("defaultBackend")) { errors.Invalid(path, null, "either `defaultBackend` or `rules` must be specified"); }
        if (spec.Has("defaultBackend")) { Backend(spec.Object("defaultBackend"), path.Child("defaultBackend"), errors); }
        var rules = spec.Items("rules");
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = (rules[i], path.Child("rules").Index(i));
            if (rule.Text("host") is { Length: > 0 } host)
            {
                if (Names.IsAddress(host)) { errors.Invalid(at.Child("host"), host, "must be a DNS name, not an IP address"); }
                else if (host.StartsWith("*.", StringComparison.Ordinal)) { Names.Check(Names.Subdomain(host[2..]), at.Child("host"), host, errors); }
                else { Names.Check(Names.Subdomain(host), at.Child("host"), host, errors); }
            }
            if (!rule.Has("http")) { continue; }
            var paths = rule.Object("http").Items("paths");
            if (paths.Count == 0) { errors.Required(at.Child("http").Child("paths")); }
            for (var j = 0; j < paths.Count; j++) { IngressPath(paths[j], at.Child("http").Child("paths").Index(j), errors); }
        }
        if (spec.Text("ingressClassName") is { Length: > 0 } name) { Names.Check(Names.Subdomain(name), path.Child("ingressClassName"), name, errors); }
    }

    private static void IngressPath(Node value, FieldPath at, FieldErrors errors)
    {
        var (text, type) = (value.Text("path"), value.Text("pathType"));
        switch (type)
        {
            case "Exact" or "Prefix":
                if (!text.StartsWith('/')) { errors.Invalid(at.Child("path"), text, "must be an absolute path"); }
                foreach (var bad in (ReadOnlySpan<string>)["//", "/./", "/../", "%2f", "%2F"])
                {
                    if (text.Contains(bad, StringComparison.Ordinal)) { errors.Invalid(at.Child("path"), text, $"must not contain '{bad}'"); }
                }
                break;
            case "ImplementationSpecific":
                if (text.Length > 0 && text[0] != '/') { errors.Invalid(at.Child("path"), text, "must be an absolute path"); }
                break;
            case "": errors.Required(at.Child("pathType"), "pathType must be specified"); break;
            default: errors.NotSupported(at.Child("pathType"), type, "Exact", "ImplementationSpecific", "Prefix"); break;
        }
        Backend(value.Object("backend"), at.Child("backend"), errors);
    }

    private static void Backend(ObjectNode backend, FieldPath path, FieldErrors errors)
    {
        var (hasService, hasResource) = (backend.Has("service"), backend.Has("resource"));
        if (hasService && hasResource) { errors.Invalid(path, "", "cannot set both resource and service backends"); return; }
        if (hasResource) { return; }
        if (!hasService) { errors.Required(path, "must specify either a service or resource backend"); return; }
        var (service, at) = (backend.Object("service"), path.Child("service"));
        if (service.Text("name").Length == 0) { errors.Required(at.Child("name")); }
        else { Names.Check(Names.Dns1035Label(service.Text("name")), at.Child("name"), service.Text("name"), errors); }
        var (name, number) = (service.Object("port").Text("name"), service.Object("port").Number("number") ?? 0);
        if (name.Length > 0 && number != 0) { errors.Invalid(path, "", "cannot set both port name & port number"); }
        else if (name.Length > 0) { Names.Check(Names.PortName(name), at.Child("port").Child("name"), name, errors); }
        else if (number != 0) { Names.Check(Names.Port(number), at.Child("port").Child("number"), number, errors); }
        else { errors.Required(path, "port name or number is required"); }
    }

    /// <summary>A NetworkPolicy.</summary>
    public static void Policy(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        Labels.Selector(spec.Object("podSelector"), path.Child("podSelector"), errors);
        foreach (var (list, peers) in (ReadOnlySpan<(string, string)>)[("ingress", "from"), ("egress", "to")])
        {
            var rules = spec.Items(list);
            for (var i = 0; i < rules.Count; i++) { PolicyRule(rules[i], peers, path.Child(list).Index(i), errors); }
        }
        var types = spec.Items("policyTypes");
        if (types.Count > 2) { errors.Invalid(path.Child("policyTypes"), types, "may not specify more than two policyTypes"); }
        for (var i = 0; i < types.Count; i++)
        {
            if (types[i] is not StringNode { Value: "Ingress" or "Egress" }) { errors.NotSupported(path.Child("policyTypes").Index(i), types[i], "Egress", "Ingress"); }
        }
    }

    private static void PolicyRule(Node rule, string peersField, FieldPath path, FieldErrors errors)
    {
        var ports = rule.Items("ports");
        for (var j = 0; j < ports.Count; j++)
        {
            var (port, at) = (ports[j], path.Child("ports").Index(j));
            if (port.Text("protocol") is { Length: > 0 } protocol && protocol is not ("TCP" or "UDP" or "SCTP")) { errors.NotSupported(at.Child("protocol"), protocol, "SCTP", "TCP", "UDP"); }
            if (port.Has("port")) { ProbeValidation.PortOrName(((ObjectNode)port)["port"], at.Child("port"), errors); }
            if (port.Number("endPort") is not { } end) { continue; }
            if (port.Number("port") is not { } start) { errors.Invalid(at.Child("endPort"), end, "may not be specified when `port` is non-numeric"); }
            else if (start > end) { errors.Invalid(at.Child("endPort"), end, "must be greater than or equal to `port`"); }
            else { Names.Check(Names.Port(end), at.Child("endPort"), end, errors); }
        }
        var peers = rule.Items(peersField);
        for (var j = 0; j < peers.Count; j++)
        {
            var (peer, at) = (peers[j], path.Child(peersField).Index(j));
            Labels.Selector(peer.Object("podSelector"), at.Child("podSelector"), errors);
            Labels.Selector(peer.Object("namespaceSelector"), at.Child("namespaceSelector"), errors);
            if (!peer.Has("podSelector") && !peer.Has("namespaceSelector") && !peer.Has("ipBlock")) { errors.Required(at, "must specify a peer"); }
            if (!peer.Has("ipBlock")) { continue; }
            if (peer.Has("podSelector") || peer.Has("namespaceSelector")) { errors.Forbidden(at, "may not specify both ipBlock and another peer"); }
            IPBlock(peer.Object("ipBlock"), at.Child("ipBlock"), errors);
        }
    }

    private static void IPBlock(ObjectNode block, FieldPath path, FieldErrors errors)
    {
        var cidr = block.Text("cidr");
        if (cidr.Length == 0) { errors.Required(path.Child("cidr")); return; }
        Names.Check(Names.Cidr(cidr), path.Child("cidr"), cidr, errors);
        if (!System.Net.IPNetwork.TryParse(Base(cidr), out var network)) { return; }
        var except = block.Items("except");
        for (var i = 0; i < except.Count; i++)
        {
            var text = (except[i] as StringNode)?.Value ?? "";
            if (Names.Cidr(text) is { } wrong) { errors.Invalid(path.Child("except").Index(i), text, wrong); }
            else if (System.Net.IPNetwork.TryParse(Base(text), out var inner) && !(network.Contains(inner.BaseAddress) && inner.PrefixLength > network.PrefixLength)) { errors.Invalid(path.Child("except").Index(i), text, "must be a strict subset of `cidr`"); }
        }
    }

    // 10.0.0.1/8 as 10.0.0.0/8: what stands behind the prefix does not count.
    private static string Base(string cidr)
    {
        if (cidr.Split('/') is not [var address, var length] || !System.Net.IPAddress.TryParse(address, out var ip) || !int.TryParse(length, out var bits)) { return cidr; }
        var bytes = ip.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) { bytes[i] &= (byte)(0xFF << Math.Clamp(8 - (bits - (i * 8)), 0, 8)); }
        return $"{new System.Net.IPAddress(bytes)}/{bits}";
    }

    /// <summary>Endpoints.</summary>
    public static void Endpoints(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var subsets = value.Items("subsets");
        for (var i = 0; i < subsets.Count; i++)
        {
            var at = FieldPath.Of("subsets").Index(i);
            if (subsets[i].Items("addresses").Count + subsets[i].Items("notReadyAddresses").Count == 0) { errors.Required(at, "must specify `addresses` or `notReadyAddresses`"); }
            foreach (var list in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                var addresses = subsets[i].Items(list);
                for (var j = 0; j < addresses.Count; j++) { Endpoint(addresses[j].Text("ip"), at.Child(list).Index(j).Child("ip"), errors); }
            }
            var ports = subsets[i].Items("ports");
            for (var j = 0; j < ports.Count; j++)
            {
                if (ports[j].Text("name").Length == 0) { if (ports.Count > 1) { errors.Required(at.Child("ports").Index(j).Child("name")); } }
                else { Names.Check(Names.DnsLabel(ports[j].Text("name")), at.Child("ports").Index(j).Child("name"), ports[j].Text("name"), errors); }
                Names.Check(Names.Port(ports[j].Number("port") ?? 0), at.Child("ports").Index(j).Child("port"), ports[j].Number("port") ?? 0, errors);
            }
        }
    }

    /// <summary>An EndpointSlice.</summary>
    public static void EndpointSlice(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var type = value.Text("addressType");
        if (type.Length == 0) { errors.Required(FieldPath.Of("addressType")); }
        else if (type is not ("IPv4" or "IPv6" or "FQDN")) { errors.NotSupported(FieldPath.Of("addressType"), type, "FQDN", "IPv4", "IPv6"); }
        if (old is not null) { Immutability.Check(value, old, null, errors, "addressType"); }
        var endpoints = value.Items("endpoints");
        if (endpoints.Count > SliceEndpointsMax) { errors.TooMany(FieldPath.Of("endpoints"), endpoints.Count, SliceEndpointsMax); return; }
        for (var i = 0; i < endpoints.Count; i++)
        {
            var (addresses, at) = (endpoints[i].Items("addresses"), FieldPath.Of("endpoints").Index(i));
            if (addresses.Count == 0) { errors.Required(at.Child("addresses"), "must contain at least 1 endpoint"); }
            else if (addresses.Count > 100) { errors.TooMany(at.Child("addresses"), addresses.Count, 100); }
            for (var j = 0; j < addresses.Count; j++)
            {
                var text = (addresses[j] as StringNode)?.Value ?? "";
                if (type is "IPv4" or "IPv6")
                {
                    if (!Names.IsAddress(text)) { errors.Invalid(at.Child("addresses").Index(j), text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"); }
                    else if (text.Contains(':', StringComparison.Ordinal) != (type == "IPv6")) { errors.Invalid(at.Child("addresses").Index(j), text, $"must be an {type} address"); }
                    else { Endpoint(text, at.Child("addresses").Index(j), errors); }
                }
                else { Names.Check(Names.Subdomain(text), at.Child("addresses").Index(j), text, errors); }
            }
        }
        var ports = value.Items("ports");
        if (ports.Count > SlicePortsMax) { errors.TooMany(FieldPath.Of("ports"), ports.Count, SlicePortsMax); return; }
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var (name, at) = (ports[i].Text("name"), FieldPath.Of("ports").Index(i));
            if (name.Length > 0) { Names.Check(Names.DnsLabel(name), at.Child("name"), name, errors); }
            if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            if (ports[i].Text("protocol") is { Length: > 0 } protocol && protocol is not ("TCP" or "UDP" or "SCTP")) { errors.NotSupported(at.Child("protocol"), protocol, "SCTP", "TCP", "UDP"); }
        }
    }

    /// <summary>A ServiceCIDR.</summary>
    public static void ServiceCidr(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (ranges, path) = (value.Object("spec").Items("cidrs"), FieldPath.Of("spec").Child("cidrs"));
        if (ranges.Count == 0) { errors.Required(path, "at least one CIDR required"); }
        if (ranges.Count > 2) { errors.Invalid(path, ranges, "may only hold up to 2 values"); }
        for (var i = 0; i < ranges.Count; i++) { Names.Check(Names.Cidr((ranges[i] as StringNode)?.Value ?? ""), path.Index(i), ranges[i], errors); }
        if (old is not null && !Immutability.Same(ranges, old.Object("spec")["cidrs"])) { errors.Invalid(path, ranges, Immutability.Rule); }
    }

    /// <summary>An IPAddress: its name is the address, and it has a parent.</summary>
    public static void Address(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var name = value.TextAt("metadata", "name") ?? "";
        Names.Check(Names.Address(name), FieldPath.Of("metadata").Child("name"), name, errors);
        var (parent, path) = (value.Object("spec").Object("parentRef"), FieldPath.Of("spec").Child("parentRef"));
        if (!value.Object("spec").Has("parentRef")) { errors.Required(path); }
        else if (parent.Text("resource").Length == 0) { errors.Required(path.Child("resource")); }
        else if (parent.Text("name").Length == 0) { errors.Required(path.Child("name")); }
        if (old is not null && !Immutability.Same(value.Object("spec")["parentRef"], old.Object("spec")["parentRef"])) { errors.Invalid(path, parent, Immutability.Rule); }
    }

    // Addresses that would lead elsewhere than to a pod.
    private static void Endpoint(string text, FieldPath path, FieldErrors errors)
    {
        if (Names.Address(text) is { } wrong) { errors.Invalid(path, text, wrong); return; }
        var ip = System.Net.IPAddress.Parse(text);
        var bytes = ip.GetAddressBytes();
        if (ip.Equals(System.Net.IPAddress.Any) || ip.Equals(System.Net.IPAddress.IPv6Any)) { errors.Invalid(path, text, "may not be unspecified (" + text + ")"); }
        else if (System.Net.IPAddress.IsLoopback(ip)) { errors.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"); }
        else if (ip.IsIPv6LinkLocal || (bytes is [169, 254, _, _])) { errors.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"); }
        else if (bytes is [224, 0, 0, _]) { errors.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"); }
    }
}
