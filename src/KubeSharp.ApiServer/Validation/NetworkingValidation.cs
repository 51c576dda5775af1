using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Ingresses, their classes, network policies, ranges of service addresses. Source: Ingress; Network Policies; Virtual IPs and Service Proxies.</summary>
public static class NetworkingValidation
{
    private const int ControllerLengthMax = 250;
    private const string OldClass = "kubernetes.io/ingress.class";

    /// <summary>An Ingress.</summary>
    public static void Ingress(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var rules = spec.Items("rules");
        if (rules.Count == 0 && !spec.Has("defaultBackend")) { errors.Invalid(path, null, "either `defaultBackend` or `rules` must be specified"); }
        if (spec.Has("defaultBackend")) { Backend(spec.Object("defaultBackend"), path.Child("defaultBackend"), errors); }
        for (var i = 0; i < rules.Count; i++) { IngressRule(rules[i], path.Child("rules").Index(i), errors); }
        var secured = spec.Items("tls");
        for (var i = 0; i < secured.Count; i++)
        {
            var (hosts, at) = (secured[i].Items("hosts"), path.Child("tls").Index(i));
            for (var j = 0; j < hosts.Count; j++) { Names.Check(HostError((hosts[j] as StringNode)?.Value ?? ""), at.Child("hosts").Index(j), hosts[j], errors); }
            if (secured[i].Text("secretName") is { Length: > 0 } secret) { Names.Check(Names.Subdomain(secret), at.Child("secretName"), secret, errors); }
        }
        if (spec.Has("ingressClassName")) { Names.Check(Names.Subdomain(spec.Text("ingressClassName")), path.Child("ingressClassName"), spec.Text("ingressClassName"), errors); }
        if (old is null && value.TextAt("metadata", "annotations", OldClass) is { } annotated && spec.Has("ingressClassName") && annotated != spec.Text("ingressClassName"))
        {
            errors.Invalid(FieldPath.Of("annotations").Child(OldClass), annotated, "must match `ingressClassName` when both are specified");
        }
    }

    /// <summary>Where an ingress can be reached.</summary>
    public static void IngressStatus(ObjectNode value, ObjectNode old, FieldErrors errors) =>
        Balancer(value.Object("status").Object("loadBalancer"), FieldPath.Of("status").Child("loadBalancer"), errors);

    /// <summary>Addresses and host names of a load balancer.</summary>
    public static void Balancer(ObjectNode balancer, FieldPath path, FieldErrors errors)
    {
        var points = balancer.Items("ingress");
        for (var i = 0; i < points.Count; i++)
        {
            var at = path.Child("ingress").Index(i);
            if (points[i].Text("ip") is { Length: > 0 } address) { Names.Check(Addresses.Address(address), at.Child("ip"), address, errors); }
            if (points[i].Text("hostname") is not { Length: > 0 } host) { continue; }
            Names.Check(Names.Subdomain(host), at.Child("hostname"), host, errors);
            if (Addresses.Parse(host) is not null) { errors.Invalid(at.Child("hostname"), host, "must be a DNS name, not an IP address"); }
        }
    }

    private static void IngressRule(Node rule, FieldPath path, FieldErrors errors)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (Addresses.Parse(host) is not null) { errors.Invalid(path.Child("host"), host, "must be a DNS name, not an IP address"); }
            Names.Check(HostError(host), path.Child("host"), host, errors);
        }
        if (!rule.Has("http")) { return; }
        var (paths, at) = (rule.Object("http").Items("paths"), path.Child("http").Child("paths"));
        if (paths.Count == 0) { errors.Required(at); }
        for (var i = 0; i < paths.Count; i++) { IngressPath(paths[i], at.Index(i), errors); }
    }

    private static string? HostError(string host) => host.Contains('*', StringComparison.Ordinal) ? Names.Wildcard(host) : Names.Subdomain(host);

    /// <summary>An IngressClass.</summary>
    public static void IngressClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var controller = spec.Text("controller");
        if (controller.Length > ControllerLengthMax) { errors.TooLong(path.Child("controller"), ControllerLengthMax); }
        Names.DomainPath(controller, path.Child("controller"), errors);
        if (spec.Has("parameters"))
        {
            var (parameters, at) = (spec.Object("parameters"), path.Child("parameters"));
            TypedReference(parameters, at, errors);
            switch (parameters.Text("scope"))
            {
                case "Namespace":
                    if (!parameters.Has("namespace")) { errors.Required(at.Child("namespace"), "`parameters.scope` is set to 'Namespace'"); }
                    else { Names.Check(Names.DnsLabel(parameters.Text("namespace")), at.Child("namespace"), parameters.Text("namespace"), errors); }
                    break;
                case "Cluster":
                    if (parameters.Has("namespace")) { errors.Forbidden(at.Child("namespace"), "`parameters.scope` is set to 'Cluster'"); }
                    break;
                case "": errors.Required(at.Child("scope")); break;
                case var other: errors.NotSupported(at.Child("scope"), other, "Cluster", "Namespace"); break;
            }
        }
    }

    /// <summary>What stays as it was made in an IngressClass.</summary>
    public static void IngressClassChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var controller = value.Object("spec").Text("controller");
        if (old.Object("spec").Text("controller") != controller) { errors.Invalid(FieldPath.Of("spec").Child("controller"), controller, Immutability.Rule); }
    }

    private static void Parent(ObjectNode parent, FieldPath path, FieldErrors errors)
    {
        if (parent.Text("group") is { Length: > 0 } group) { Names.Check(Names.Subdomain(group), path.Child("group"), group, errors); }
        foreach (var field in (ReadOnlySpan<string>)["resource", "name"])
        {
            if (parent.Text(field) is { Length: > 0 } text) { Names.Check(Metadata.NameError(text, NameRule.PathSegment), path.Child(field), text, errors); }
            else { errors.Required(path.Child(field)); }
        }
        if (parent.Text("namespace") is { Length: > 0 } ns) { Names.Check(Metadata.NameError(ns, NameRule.PathSegment), path.Child("namespace"), ns, errors); }
    }

    // A kind and a name, in a group where it is not the core one.
    private static void TypedReference(ObjectNode reference, FieldPath path, FieldErrors errors)
    {
        if (reference.Has("apiGroup")) { Names.Check(Names.Subdomain(reference.Text("apiGroup")), path.Child("apiGroup"), reference.Text("apiGroup"), errors); }
        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            var text = reference.Text(field);
            if (text.Length == 0) { errors.Required(path.Child(field)); }
            else { Names.Check(Metadata.NameError(text, NameRule.PathSegment), path.Child(field), text, errors); }
        }
    }

    private static void IngressPath(Node value, FieldPath at, FieldErrors errors)
    {
        var (text, type) = (value.Text("path"), value.Text("pathType"));
        if (!value.Has("pathType")) { errors.Required(at.Child("pathType"), "pathType must be specified"); return; }
        switch (type)
        {
            case "Exact" or "Prefix":
                if (!text.StartsWith('/')) { errors.Invalid(at.Child("path"), text, "must be an absolute path"); }
                foreach (var bad in (ReadOnlySpan<string>)["//", "/./", "/../", "%2f", "%2F"])
                {
                    if (text.Contains(bad, StringComparison.Ordinal)) { errors.Invalid(at.Child("path"), text, $"must not contain '{bad}'"); }
                }
                foreach (var end in (ReadOnlySpan<string>)["/..", "/."])
                {
                    if (text.EndsWith(end, StringComparison.Ordinal)) { errors.Invalid(at.Child("path"), text, $"cannot end with '{end}'"); }
                }
                break;
            case "ImplementationSpecific":
                if (text.Length > 0 && text[0] != '/') { errors.Invalid(at.Child("path"), text, "must be an absolute path"); }
                break;
            default: errors.NotSupported(at.Child("pathType"), type, "Exact", "ImplementationSpecific", "Prefix"); break;
        }
        Backend(value.Object("backend"), at.Child("backend"), errors);
    }

    private static void Backend(ObjectNode backend, FieldPath path, FieldErrors errors)
    {
        var (hasService, hasResource) = (backend.Has("service"), backend.Has("resource"));
        if (hasService && hasResource) { errors.Invalid(path, "", "cannot set both resource and service backends"); return; }
        if (hasResource)
        {
            TypedReference(backend.Object("resource"), path.Child("resource"), errors);
            return;
        }
        if (!hasService) { errors.Invalid(path, "", "resource or service backend is required"); return; }
        var (service, at) = (backend.Object("service"), path.Child("service"));
        if (service.Text("name").Length == 0) { errors.Required(at.Child("name")); }
        else { Names.Check(Names.DnsLabel(service.Text("name")), at.Child("name"), service.Text("name"), errors); }
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
        if (types.Count > 2) { errors.Invalid(path.Child("policyTypes"), types, "may not specify more than two policyTypes"); return; }
        for (var i = 0; i < types.Count; i++)
        {
            if (types[i] is not StringNode { Value: "Ingress" or "Egress" }) { errors.NotSupported(path.Child("policyTypes").Index(i), types[i], "Ingress", "Egress"); }
        }
    }

    private static void PolicyRule(Node rule, string peersField, FieldPath path, FieldErrors errors)
    {
        var ports = rule.Items("ports");
        for (var j = 0; j < ports.Count; j++)
        {
            var (port, at) = (ports[j], path.Child("ports").Index(j));
            if (port.Has("protocol") && port.Text("protocol") is var protocol and not ("TCP" or "UDP" or "SCTP")) { errors.NotSupported(at.Child("protocol"), protocol, "TCP", "UDP", "SCTP"); }
            if (port.Has("port")) { ProbeValidation.PortOrName(((ObjectNode)port)["port"], at.Child("port"), errors); }
            if (port.Number("endPort") is not { } end) { continue; }
            if (port.Number("port") is not { } start) { errors.Invalid(at.Child("endPort"), end, port.Has("port") ? "may not be specified when `port` is non-numeric" : "may not be specified when `port` is not specified"); continue; }
            // Compat: the value that is shown is the port's.
            if (start > end) { errors.Invalid(at.Child("endPort"), start, "must be greater than or equal to `port`"); }
            Names.Check(Names.Port(end), at.Child("endPort"), end, errors);
        }
        var peers = rule.Items(peersField);
        for (var j = 0; j < peers.Count; j++)
        {
            var (peer, at) = (peers[j], path.Child(peersField).Index(j));
            Labels.Selector(peer.Object("podSelector"), at.Child("podSelector"), errors);
            Labels.Selector(peer.Object("namespaceSelector"), at.Child("namespaceSelector"), errors);
            if (!peer.Has("podSelector") && !peer.Has("namespaceSelector") && !peer.Has("ipBlock")) { errors.Required(at, "must specify a peer"); }
            if (!peer.Has("ipBlock")) { continue; }
            IPBlock(peer.Object("ipBlock"), at.Child("ipBlock"), errors);
            if (peer.Has("podSelector") || peer.Has("namespaceSelector")) { errors.Forbidden(at, "may not specify both ipBlock and another peer"); }
        }
    }

    private static void IPBlock(ObjectNode block, FieldPath path, FieldErrors errors)
    {
        var cidr = block.Text("cidr");
        if (cidr.Length == 0) { errors.Required(path.Child("cidr")); return; }
        Names.Check(Addresses.Range(cidr), path.Child("cidr"), cidr, errors);
        if (!System.Net.IPNetwork.TryParse(Base(cidr), out var network)) { return; }
        var except = block.Items("except");
        for (var i = 0; i < except.Count; i++)
        {
            var text = (except[i] as StringNode)?.Value ?? "";
            Names.Check(Addresses.Range(text), path.Child("except").Index(i), text, errors);
            if (System.Net.IPNetwork.TryParse(Base(text), out var inner) && !(network.Contains(inner.BaseAddress) && inner.PrefixLength > network.PrefixLength)) { errors.Invalid(path.Child("except").Index(i), text, "must be a strict subset of `cidr`"); }
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

    /// <summary>A ServiceCIDR.</summary>
    public static void ServiceCidr(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (ranges, path) = (value.Object("spec").Items("cidrs"), FieldPath.Of("spec").Child("cidrs"));
        if (ranges.Count == 0) { errors.Required(path, "at least one CIDR required"); }
        else if (ranges.Count > 2) { errors.Invalid(path, value["spec"], "may only hold up to 2 values"); }
        else if (ranges.Count == 2 && (ranges.Any(static r => Addresses.Range((r as StringNode)?.Value ?? "") is not null) || IsV6(ranges[0]) == IsV6(ranges[1])))
        {
            errors.Invalid(path, value["spec"], "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
        }
        else
        {
            for (var i = 0; i < ranges.Count; i++) { Names.Check(Addresses.CanonicalRange((ranges[i] as StringNode)?.Value ?? ""), path.Index(i), ranges[i], errors); }
        }
    }

    /// <summary>What stays as it was made in a ServiceCIDR.</summary>
    public static void ServiceCidrChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (ranges, before, path) = (value.Object("spec").Items("cidrs"), old.Object("spec").Items("cidrs"), FieldPath.Of("spec").Child("cidrs"));
        // One of the other family may come beside what is there.
        var isSecondAdded = before.Count == 1 && ranges.Count == 2;
        if (!isSecondAdded && ranges.Count != before.Count) { errors.Invalid(path, value.Object("spec")["cidrs"] ?? NullNode.Instance, Immutability.Rule); return; }
        for (var i = 0; i < before.Count; i++)
        {
            if (!ranges[i].Equals(before[i])) { errors.Invalid(path.Index(i), ranges[i], Immutability.Rule); }
        }
        if (isSecondAdded) { ServiceCidr(value, old, errors); }
    }

    private static bool IsV6(Node range) => range is StringNode text && text.Value.Contains(':', StringComparison.Ordinal);

    /// <summary>An IPAddress: its name is the address, and it has a parent.</summary>
    public static void Address(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var name = value.TextAt("metadata", "name") ?? "";
        if (value.TextAt("metadata", "generateName") is { Length: > 0 } prefix) { Names.Check(Addresses.CanonicalAddress(prefix), FieldPath.Of("metadata").Child("generateName"), prefix, errors); }
        Names.Check(Addresses.CanonicalAddress(name), FieldPath.Of("metadata").Child("name"), name, errors);
        var (parent, path) = (value.Object("spec").Object("parentRef"), FieldPath.Of("spec").Child("parentRef"));
        if (!value.Object("spec").Has("parentRef")) { errors.Required(path); }
        else { Parent(parent, path, errors); }
    }

    /// <summary>What stays as it was made in an IPAddress.</summary>
    public static void AddressChange(ObjectNode value, ObjectNode old, FieldErrors errors) =>
        Immutability.CheckObject(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors, "parentRef", "networking.ParentReference");
}
