using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.ApiServer.Admission;

/// <summary>What one object counts for in a ResourceQuota. Pure. Source: Resource Quotas.</summary>
public static class QuotaUsage
{
    private static readonly string[] _counted = ["services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps"];

    private static readonly string[] _ofPods = ["cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods"];
    private static readonly string[] _podPrefixes = ["hugepages-", "requests.hugepages-"], _ofClaims = ["persistentvolumeclaims", "requests.storage"];
    private const string ByClass = ".storageclass.storage.k8s.io/";

    /// <summary>The object's usage by resource name; nothing for a pod that has ended.</summary>
    public static Dictionary<string, Quantity> Of(string resource, ObjectNode value)
    {
        var usage = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var one = Quantity.FromValue(1);
        if (resource == "pods")
        {
            // A pod counts as an object as long as it is there, for its resources only until it has ended.
            usage["count/pods"] = one;
            if (value.Object("status").Text("phase") is "Succeeded" or "Failed") { return usage; }
            usage["pods"] = one;
            OfPod(value.Object("spec"), usage);
            return usage;
        }
        usage[$"count/{resource}"] = one;
        if (_counted.Contains(resource)) { usage[resource] = one; }
        if (resource == "services") { OfService(value.Object("spec"), usage); }
        if (resource == "persistentvolumeclaims") { OfClaim(value, usage); }
        return usage;
    }

    /// <summary>Which of the resources each container must name, and does not.</summary>
    public static IEnumerable<(string Resource, string Container)> Missing(ObjectNode spec, IEnumerable<string> names)
    {
        // A pod that says it of all its containers together need not say it of each.
        if (((string[])["requests", "limits"]).Any(f => spec.Object("resources").Object(f).Any(static a => Quantities.IsOfPod(a.Key)))) { yield break; }
        foreach (var name in names)
        {
            var (field, resource) = name.Split('.', 2) is ["requests" or "limits", var plain] parts ? (parts[0], plain) : ("requests", name);
            if (resource is not ("cpu" or "memory") || (name.Contains('.', StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal) && !name.StartsWith("limits.", StringComparison.Ordinal))) { continue; }
            foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
            {
                if (!container.Object("resources").Object(field).Has(resource)) { yield return (name, container.Text("name")); }
            }
        }
    }

    /// <summary>Whether objects of the resource count under a name that a quota bounds.</summary>
    public static bool Counts(string resource, string name) => name == $"count/{resource}" || resource switch
    {
        "pods" => _ofPods.Contains(name) || _podPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)) || (name.StartsWith("requests.", StringComparison.Ordinal) && (!Quantities.IsNative(name) || name.StartsWith("requests.deviceclass.resource.kubernetes.io/", StringComparison.Ordinal))),
        "services" => name is "services" or "services.nodeports" or "services.loadbalancers",
        "persistentvolumeclaims" => _ofClaims.Any(c => name == c || name.EndsWith(ByClass + c, StringComparison.Ordinal)),
        _ => _counted.Contains(resource) && name == resource,
    };

    private static void OfPod(ObjectNode spec, Dictionary<string, Quantity> usage)
    {
        foreach (var (name, amount) in PodAmounts.Total(spec, "requests").Fields)
        {
            var quantity = Quantities.Read(amount);
            usage["requests." + name] = quantity;
            if (name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal)) { usage[name] = quantity; }
        }
        foreach (var (name, amount) in PodAmounts.Total(spec, "limits").Fields) { usage["limits." + name] = Quantities.Read(amount); }
    }

    private static void OfService(ObjectNode spec, Dictionary<string, Quantity> usage)
    {
        var type = spec.Text("type");
        var ports = Quantity.FromValue(spec.Items("ports").Count);
        if (type == "NodePort") { usage["services.nodeports"] = ports; }
        if (type != "LoadBalancer") { return; }
        usage["services.loadbalancers"] = Quantity.FromValue(1);
        usage["services.nodeports"] = spec["allocateLoadBalancerNodePorts"] is BooleanNode { Value: false } ? Quantity.FromValue(spec.Items("ports").Count(static p => p.Number("nodePort") is > 0)) : ports;
    }

    private static void OfClaim(ObjectNode claim, Dictionary<string, Quantity> usage)
    {
        usage["persistentvolumeclaims"] = Quantity.FromValue(1);
        var (size, granted) = (Quantities.Read(claim.Object("spec").Object("resources").Object("requests")["storage"]), Quantities.Read(claim.Object("status").Object("allocatedResources")["storage"]));
        usage["requests.storage"] = size = granted > size ? granted : size;
        if (PersistentVolumeClaimResize.Class(claim) is not { Length: > 0 } name) { return; }
        usage[name + ByClass + "persistentvolumeclaims"] = Quantity.FromValue(1);
        usage[name + ByClass + "requests.storage"] = size;
    }

    /// <summary>Whether a term of the affinity looks at pods of other namespaces.</summary>
    internal static bool HasCrossNamespaceTerm(ObjectNode affinity)
    {
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var terms = affinity.Object(kind).Items("requiredDuringSchedulingIgnoredDuringExecution")
                .Concat(affinity.Object(kind).Items("preferredDuringSchedulingIgnoredDuringExecution").Select(static t => (Node)t.Object("podAffinityTerm")));
            if (terms.Any(static t => t.Items("namespaces").Count > 0 || t.Has("namespaceSelector"))) { return true; }
        }
        return false;
    }
}
