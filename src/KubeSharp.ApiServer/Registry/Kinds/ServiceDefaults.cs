using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Defaults of services. Pure. Source: Service; Virtual IPs and Service Proxies; IPv4/IPv6 dual-stack.</summary>
public static class ServiceDefaults
{
    private const int AffinitySeconds = 10800;

    /// <summary>Fills in what does not depend on the cluster.</summary>
    public static ObjectNode Fill(ObjectNode service) => WithModes(FillSpec(service));

    // How packets come to an address of a load balancer that does not say it.
    private static ObjectNode WithModes(ObjectNode service) => service.Object("spec").Text("type") != "LoadBalancer" ? service
        : service.Edit("status", static s => s.Edit("loadBalancer", static b => b.EditItems("ingress", static i => i.Text("ip").Length > 0 ? i.FillAbsent("ipMode", "VIP") : i)));

    private static ObjectNode FillSpec(ObjectNode service) => service.Make("spec", static spec =>
    {
        spec = spec.Fill("type", "ClusterIP").Fill("sessionAffinity", "None")
            .EditItems("ports", static p => (p["targetPort"] is null or NullNode or NumberNode { Integer: 0 } or StringNode { Value.Length: 0 } && p["port"] is { } port ? p.Set("targetPort", port) : p).Fill("protocol", "TCP"));
        var type = spec.Text("type");
        spec = spec.Text("sessionAffinity") switch
        {
            "ClientIP" => spec.Make("sessionAffinityConfig", static c => c.Make("clientIP", static i => i.Fill("timeoutSeconds", AffinitySeconds))),
            "None" => spec.Remove("sessionAffinityConfig"),
            _ => spec,
        };
        if (IsExternallyAccessible(spec)) { spec = spec.Fill("externalTrafficPolicy", "Cluster"); }
        if (type is "ClusterIP" or "NodePort" or "LoadBalancer") { spec = spec.FillAbsent("internalTrafficPolicy", "Cluster"); }
        return type == "LoadBalancer" ? spec.Fill("allocateLoadBalancerNodePorts", true) : spec;
    });

    /// <summary>Whether traffic from outside the cluster can reach it by its own means.</summary>
    public static bool IsExternallyAccessible(ObjectNode spec) =>
        spec.Text("type") is "NodePort" or "LoadBalancer" || (spec.Text("type") == "ClusterIP" && spec.Items("externalIPs").Count > 0);

    /// <summary>Needs an address of the cluster (or None).</summary>
    public static bool NeedsClusterIP(ObjectNode spec) => spec.Text("type") is "ClusterIP" or "NodePort" or "LoadBalancer";

    /// <summary>Needs a port on every node.</summary>
    public static bool NeedsNodePorts(ObjectNode spec) =>
        spec.Text("type") == "NodePort" || (spec.Text("type") == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is not BooleanNode { Value: false });

    /// <summary>Needs a port on which the node says whether it has endpoints.</summary>
    public static bool NeedsHealthPort(ObjectNode spec) => spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";

    /// <summary>What a writer left out that was given before: addresses and ports are not given up by silence.</summary>
    public static ObjectNode KeepGiven(ObjectNode spec, ObjectNode old)
    {
        if (NeedsClusterIP(old) && NeedsClusterIP(spec))
        {
            if (spec.Text("clusterIP").Length == 0 && spec.Items("clusterIPs").Count == 0) { spec = spec.Take("clusterIP", old).Take("clusterIPs", old); }
            else if (spec.Text("clusterIP").Length == 0) { spec = spec.Take("clusterIP", old); }
            else if (spec.Items("clusterIPs").Count == 0 && spec.Text("clusterIP") == old.Text("clusterIP")) { spec = spec.Take("clusterIPs", old); }
            if (spec.Items("ipFamilies").Count == 0) { spec = spec.Take("ipFamilies", old); }
            if (spec.Text("ipFamilyPolicy").Length == 0) { spec = spec.Take("ipFamilyPolicy", old); }
        }
        if (NeedsNodePorts(old) && NeedsNodePorts(spec))
        {
            spec = spec.EditItems("ports", port => port.Number("nodePort") is > 0 ? port
                : old.Items("ports").FirstOrDefault(p => p.Text("protocol") == port.Text("protocol") && p.Number("port") == port.Number("port")).Number("nodePort") is { } given && !spec.Items("ports").Any(p => p.Number("nodePort") == given && p.Text("protocol") == port.Text("protocol"))
                    ? port.Set("nodePort", given) : port);
        }
        return NeedsHealthPort(old) && NeedsHealthPort(spec) && spec.Number("healthCheckNodePort") is null or 0 ? spec.Take("healthCheckNodePort", old) : spec;
    }

    /// <summary>Drops what belonged to the type it had before, where the writer did not touch it.</summary>
    public static ObjectNode DropOfOldType(ObjectNode spec, ObjectNode old)
    {
        bool Same(string field) => (spec[field] ?? NullNode.Instance).Equals(old[field] ?? NullNode.Instance);
        if (NeedsClusterIP(old) && !NeedsClusterIP(spec))
        {
            if (Same("clusterIP")) { spec = spec.Remove("clusterIP").Remove("clusterIPs").Remove("internalTrafficPolicy"); }
            if (Same("ipFamilies")) { spec = spec.Remove("ipFamilies"); }
            if (Same("ipFamilyPolicy")) { spec = spec.Remove("ipFamilyPolicy"); }
        }
        if (NeedsNodePorts(old) && !NeedsNodePorts(spec))
        {
            var given = old.Items("ports").Select(static p => p.Number("nodePort")).ToHashSet();
            spec = spec.EditItems("ports", p => given.Contains(p.Number("nodePort")) ? p.Remove("nodePort") : p);
        }
        if (NeedsHealthPort(old) && !NeedsHealthPort(spec) && Same("healthCheckNodePort")) { spec = spec.Remove("healthCheckNodePort"); }
        if (old.Text("type") == "LoadBalancer" && spec.Text("type") != "LoadBalancer")
        {
            if (Same("allocateLoadBalancerNodePorts")) { spec = spec.Remove("allocateLoadBalancerNodePorts"); }
            if (Same("loadBalancerClass")) { spec = spec.Remove("loadBalancerClass"); }
        }
        if (IsExternallyAccessible(old) && !IsExternallyAccessible(spec) && Same("externalTrafficPolicy")) { spec = spec.Remove("externalTrafficPolicy"); }
        return old.Text("type") == "ExternalName" && spec.Text("type") != "ExternalName" && Same("externalName") ? spec.Remove("externalName") : spec;
    }
}
