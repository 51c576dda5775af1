using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Services. Source: Service; API reference of ServiceSpec.</summary>
public static class ServiceValidation
{
    private const int AffinitySecondsMax = 86400;

    /// <summary>Finds what is wrong with a new or changed service.</summary>
    public static void Check(ObjectNode service, FieldErrors errors)
    {
        var (spec, path) = (service.Object("spec"), FieldPath.Of("spec"));
        var type = spec.Text("type");
        var isHeadless = spec.Text("clusterIP") == "None";
        if (spec.Items("ports").Count == 0 && !isHeadless && type != "ExternalName") { errors.Required(path.Child("ports")); }
        CheckType(spec, type, path, errors);
        CheckPorts(spec, isHeadless, path.Child("ports"), errors);
        Labels.Check(spec.Object("selector"), path.Child("selector"), errors);
        PodSpecValidation.OneOf(spec, "sessionAffinity", path, errors, "ClientIP", "None");
        if (spec.Text("sessionAffinity") == "ClientIP" && spec.Object("sessionAffinityConfig").Object("clientIP").Number("timeoutSeconds") is { } seconds and not (> 0 and <= AffinitySecondsMax))
        {
            errors.Invalid(path.Child("sessionAffinityConfig").Child("clientIP").Child("timeoutSeconds"), seconds, $"must be greater than 0 and less than {AffinitySecondsMax}");
        }
        CheckAddresses(spec, type, path, errors);
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName")) { errors.NotSupported(path.Child("type"), type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"); }
        CheckNumbers(spec, isHeadless, path.Child("ports"), errors);
        CheckBalancing(spec, type, path, errors);
        CheckPolicies(spec, path, errors);
    }

    private static void CheckType(ObjectNode spec, string type, FieldPath path, FieldErrors errors)
    {
        switch (type)
        {
            case "ClusterIP" or "NodePort" or "LoadBalancer":
                if (type != "ClusterIP" && spec.Text("clusterIP") == "None") { errors.Invalid(path.Child("clusterIPs").Index(0), "None", $"may not be set to 'None' for {type} services"); }
                break;
            case "ExternalName":
                if (spec.Items("clusterIPs").Count > 0 || spec.Text("clusterIP").Length > 0) { errors.Forbidden(path.Child("clusterIPs"), "may not be set for ExternalName services"); }
                foreach (var field in (ReadOnlySpan<string>)["ipFamilies", "ipFamilyPolicy"])
                {
                    if (spec.Items(field).Count > 0 || spec.Text(field).Length > 0) { errors.Forbidden(path.Child(field), "may not be set for ExternalName services"); }
                }
                var name = spec.Text("externalName").TrimEnd('.');
                if (name.Length == 0) { errors.Required(path.Child("externalName")); }
                else { Names.Check(Names.Subdomain(name), path.Child("externalName"), spec.Text("externalName"), errors); }
                break;
        }
    }

    private static void CheckPorts(ObjectNode spec, bool isHeadless, FieldPath path, FieldErrors errors)
    {
        var ports = spec.Items("ports");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, at) = (ports[i], path.Index(i));
            var (name, protocol, number) = (port.Text("name"), port.Text("protocol"), port.Number("port") ?? 0);
            if (name.Length == 0) { if (ports.Count > 1) { errors.Required(at.Child("name")); } }
            else if (Names.DnsLabel(name) is { } wrong) { Names.Check(wrong, at.Child("name"), name, errors); }
            else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            Names.Check(Names.Port(number), at.Child("port"), number, errors);
            if (protocol.Length == 0) { errors.Required(at.Child("protocol")); }
            else if (protocol is not ("TCP" or "UDP" or "SCTP")) { errors.NotSupported(at.Child("protocol"), protocol, "SCTP", "TCP", "UDP"); }
            ProbeValidation.PortOrName((port as ObjectNode)?["targetPort"], at.Child("targetPort"), errors);
            if (port.Has("appProtocol") && port.Text("appProtocol") is var application) { Names.Check(Names.Qualified(application), at.Child("appProtocol"), application, errors); }
        }
    }

    // Whether each port may have a node's, then that no two have the same one, then no two are the same.
    private static void CheckNumbers(ObjectNode spec, bool isHeadless, FieldPath path, FieldErrors errors)
    {
        var (ports, given) = (spec.Items("ports"), isHeadless || spec.Text("type") is "ClusterIP" or "ExternalName");
        var (numbers, nodePorts) = (new HashSet<(long, string)>(), new HashSet<(long, string)>());
        for (var i = 0; given && i < ports.Count; i++)
        {
            if (ports[i].Number("nodePort") is not (null or 0)) { errors.Forbidden(path.Index(i).Child("nodePort"), "may not be used when `type` is 'ClusterIP'"); }
        }
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Number("nodePort") is { } nodePort and > 0 && !nodePorts.Add((nodePort, ports[i].Text("protocol")))) { errors.Duplicate(path.Index(i).Child("nodePort"), nodePort); }
        }
        for (var i = 0; i < ports.Count; i++)
        {
            var (number, protocol) = (ports[i].Number("port") ?? 0, ports[i].Text("protocol"));
            if (!numbers.Add((number, protocol))) { errors.Duplicate(path.Index(i), ObjectNode.Of(("port", number), ("protocol", protocol))); }
        }
    }

    private static void CheckAddresses(ObjectNode spec, string type, FieldPath path, FieldErrors errors)
    {
        var addresses = spec.Items("clusterIPs");
        if (spec.Text("clusterIP") is { Length: > 0 } first && addresses.Count > 0 && addresses[0] is StringNode primary && primary.Value != first) { errors.Invalid(path.Child("clusterIPs").Index(0), addresses, "first value must match `clusterIP`"); }
        if (spec.Text("clusterIP").Length == 0 && addresses.Count > 0) { errors.Required(path.Child("clusterIP"), "must be specified when `clusterIPs` is specified"); }
        var families = spec.Items("ipFamilies");
        for (var i = 0; i < families.Count; i++)
        {
            if (families[i] is not StringNode { Value: "IPv4" or "IPv6" }) { errors.NotSupported(path.Child("ipFamilies").Index(i), families[i], "IPv4", "IPv6"); }
        }
        if (families.Count == 2 && families[0].Equals(families[1])) { errors.Duplicate(path.Child("ipFamilies").Index(1), families[1]); }
        if (spec.Text("ipFamilyPolicy") is { Length: > 0 } policy && policy is not ("SingleStack" or "PreferDualStack" or "RequireDualStack")) { errors.NotSupported(path.Child("ipFamilyPolicy"), policy, "PreferDualStack", "RequireDualStack", "SingleStack"); }
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i] is StringNode { Value: "None" } && addresses.Count > 1) { errors.Invalid(path.Child("clusterIPs").Index(i), "None", "'None' must be the first and only value"); }
            else if (addresses[i] is StringNode { Value: not "None" } address && type != "ExternalName") { Names.Check(Addresses.Address(address.Value), path.Child("clusterIPs").Index(i), address, errors); }
        }
        var external = spec.Items("externalIPs");
        for (var i = 0; i < external.Count; i++)
        {
            var text = (external[i] as StringNode)?.Value ?? "";
            if (Addresses.Address(text) is { } wrong) { Names.Check(wrong, path.Child("externalIPs").Index(i), text, errors); }
            else if (System.Net.IPAddress.Parse(text) is var ip && (System.Net.IPAddress.IsLoopback(ip) || ip.Equals(System.Net.IPAddress.Any) || ip.Equals(System.Net.IPAddress.IPv6Any))) { errors.Invalid(path.Child("externalIPs").Index(i), text, ip.Equals(System.Net.IPAddress.Any) || ip.Equals(System.Net.IPAddress.IPv6Any) ? $"may not be unspecified ({text})" : "may not be in the loopback range (127.0.0.0/8, ::1/128)"); }
        }
    }

    private static void CheckBalancing(ObjectNode spec, string type, FieldPath path, FieldErrors errors)
    {
        var sources = spec.Items("loadBalancerSourceRanges");
        for (var i = 0; i < sources.Count; i++)
        {
            if (type != "LoadBalancer") { errors.Forbidden(path.Child("LoadBalancerSourceRanges"), "may only be used when `type` is 'LoadBalancer'"); break; }
            Names.Check(Addresses.Range(((sources[i] as StringNode)?.Value ?? "").Trim()), path.Child("LoadBalancerSourceRanges").Index(i), sources[i], errors);
        }
        if (type != "LoadBalancer" && spec.Has("allocateLoadBalancerNodePorts")) { errors.Forbidden(path.Child("allocateLoadBalancerNodePorts"), "may only be used when `type` is 'LoadBalancer'"); }
        if (type == "LoadBalancer" && spec.Text("loadBalancerClass") is { Length: > 0 } implementation) { Names.Check(Names.Qualified(implementation), path.Child("loadBalancerClass"), implementation, errors); }
        if (type != "LoadBalancer" && spec.Text("loadBalancerClass").Length > 0) { errors.Forbidden(path.Child("loadBalancerClass"), "may only be used when `type` is 'LoadBalancer'"); }
    }

    private static void CheckPolicies(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Text("externalTrafficPolicy") is { Length: > 0 } outer)
        {
            if (!ServiceDefaults.IsExternallyAccessible(spec)) { errors.Invalid(path.Child("externalTrafficPolicy"), outer, "may only be set for externally-accessible services"); }
            else if (outer is not ("Cluster" or "Local")) { errors.NotSupported(path.Child("externalTrafficPolicy"), outer, "Cluster", "Local"); }
        }
        if (spec.Number("healthCheckNodePort") is not (null or 0) && !ServiceDefaults.NeedsHealthPort(spec)) { errors.Invalid(path.Child("healthCheckNodePort"), spec["healthCheckNodePort"], "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"); }
        if (spec.Text("internalTrafficPolicy") is { Length: > 0 } inner && inner is not ("Cluster" or "Local")) { errors.NotSupported(path.Child("internalTrafficPolicy"), inner, "Cluster", "Local"); }
        if (spec.Has("trafficDistribution") && spec.Text("trafficDistribution") is not ("PreferClose" or "PreferSameZone" or "PreferSameNode") and var distribution) { errors.NotSupported(path.Child("trafficDistribution"), distribution, "PreferClose", "PreferSameZone", "PreferSameNode"); }
    }

    /// <summary>What a change of a service's spec may not do.</summary>
    public static void Change(ObjectNode spec, ObjectNode old, FieldPath path, FieldErrors errors)
    {
        if (ServiceDefaults.NeedsHealthPort(old) && ServiceDefaults.NeedsHealthPort(spec) && spec.Number("healthCheckNodePort") is { } port and not 0 && port != old.Number("healthCheckNodePort")) { errors.Forbidden(path.Child("healthCheckNodePort"), Immutability.Rule); }
        if (!ServiceDefaults.NeedsClusterIP(old) || !ServiceDefaults.NeedsClusterIP(spec)) { return; }
        var (now, before) = (spec.Items("clusterIPs"), old.Items("clusterIPs"));
        if (before.Count > 0 && (now.Count == 0 || !now[0].Equals(before[0]))) { errors.Invalid(path.Child("clusterIPs").Index(0), now, "may not change once set"); }
        var (families, was) = (spec.Items("ipFamilies"), old.Items("ipFamilies"));
        if (was.Count > 0 && families.Count > 0 && !families[0].Equals(was[0])) { errors.Invalid(path.Child("ipFamilies").Index(0), families, "may not change once set"); }
    }

    /// <summary>Where a load balancer can be reached.</summary>
    public static void Status(ObjectNode service, FieldErrors errors)
    {
        var (balancer, path) = (service.Object("status").Object("loadBalancer"), FieldPath.Of("status").Child("loadBalancer"));
        if (balancer.Items("ingress").Count > 0 && service.Object("spec").Text("type") != "LoadBalancer") { errors.Forbidden(path.Child("ingress"), "may only be used when `spec.type` is \"LoadBalancer\""); }
        NetworkingValidation.Balancer(balancer, path, errors);
        var points = balancer.Items("ingress");
        for (var i = 0; i < points.Count; i++)
        {
            var (point, at) = (points[i], path.Child("ingress").Index(i).Child("ipMode"));
            if (point.Text("ip").Length > 0 && !point.Has("ipMode")) { errors.Required(at, "must be specified when `ip` is set"); }
            if (point.Has("ipMode") && point.Text("ip").Length == 0) { errors.Forbidden(at, "may not be specified when `ip` is not set"); }
            if (point.Has("ipMode") && point.Text("ipMode") is not ("VIP" or "Proxy")) { errors.NotSupported(at, point.Text("ipMode"), "Proxy", "VIP"); }
        }
    }
}
