using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Defaults of kinds that need no rules of their own. Pure. Source: each kind's API reference.</summary>
public static class SpecDefaults
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>A RoleBinding or ClusterRoleBinding.</summary>
    public static ObjectNode Binding(ObjectNode value) => value
        .Edit("roleRef", static r => r.Fill("apiGroup", RbacGroup))
        .EditItems("subjects", static s => s.Text("kind") is "User" or "Group" ? s.Fill("apiGroup", RbacGroup) : s);

    /// <summary>Endpoints.</summary>
    public static ObjectNode Endpoints(ObjectNode value) => value.EditItems("subsets", static s => s.EditItems("ports", static p => p.Fill("protocol", "TCP")));

    /// <summary>A slice without topologies that are no longer said; those of endpoints that do not change stay, and the node that one named before stays named. Compat: as upstream's v1.</summary>
    public static ObjectNode WithoutTopology(ObjectNode value, ObjectNode? old)
    {
        if (old is not null && Immutability.Same(value["endpoints"], old["endpoints"])) { return value; }
        var before = old.Items("endpoints").Select(static e => e.Object("deprecatedTopology").Text("kubernetes.io/hostname")).Where(static n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        return value.EditItems("endpoints", e => (e.Object("deprecatedTopology").Text("kubernetes.io/hostname") is var node && !e.Has("nodeName") && before.Contains(node) && Names.Subdomain(node) is null ? e.Set("nodeName", node) : e).Remove("deprecatedTopology"));
    }

    /// <summary>An EndpointSlice.</summary>
    public static ObjectNode EndpointSlice(ObjectNode value) => value
        .EditItems("endpoints", static e => e.Fill("conditions", ObjectNode.Empty))
        .EditItems("ports", static p => (p["name"] is null or NullNode ? p.Set("name", "") : p).FillAbsent("protocol", "TCP"));

    /// <summary>A LimitRange: what is most is also the default of those of containers.</summary>
    public static ObjectNode LimitRange(ObjectNode value) => value.Edit("spec", static spec => spec.EditItems("limits", static limit =>
    {
        if (limit.Text("type") != "Container") { return limit; }
        foreach (var (to, from) in (ReadOnlySpan<(string, string)>)[("default", "max"), ("defaultRequest", "default"), ("defaultRequest", "min")])
        {
            var amounts = limit.Object(to);
            foreach (var (name, amount) in limit.Object(from).Fields) { amounts = amounts.Fill(name, amount); }
            if (amounts.Count > 0) { limit = limit.Set(to, amounts); }
        }
        return limit;
    }));

    /// <summary>A NetworkPolicy.</summary>
    public static ObjectNode NetworkPolicy(ObjectNode value) => value.Make("spec", static spec =>
    {
        ObjectNode Rule(ObjectNode rule) => rule.EditItems("ports", static p => p.FillAbsent("protocol", "TCP"));
        spec = spec.EditItems("ingress", Rule).EditItems("egress", Rule);
        return spec.Items("policyTypes").Count > 0 ? spec : spec.Set("policyTypes", spec.Items("egress").Count > 0 ? ArrayNode.Of("Ingress", "Egress") : ArrayNode.Of("Ingress"));
    });

    /// <summary>A HorizontalPodAutoscaler of autoscaling/v2.</summary>
    public static ObjectNode Autoscaler(ObjectNode value) => value.Make("spec", static spec =>
    {
        spec = spec.Fill("minReplicas", 1);
        if (spec.Items("metrics").Count == 0)
        {
            spec = spec.Set("metrics", ArrayNode.Of(ObjectNode.Of(("type", "Resource"), ("resource", ObjectNode.Of(("name", "cpu"), ("target", ObjectNode.Of(("type", "Utilization"), ("averageUtilization", 80))))))));
        }
        if (!spec.Has("behavior")) { return spec; }
        static ObjectNode Policy(string type, int amount) => ObjectNode.Of(("type", type), ("value", amount), ("periodSeconds", 15));
        return spec.Edit("behavior", static b => b
            .Make("scaleUp", static s => s.Fill("stabilizationWindowSeconds", 0).FillAbsent("selectPolicy", "Max").Fill("policies", ArrayNode.Of(Policy("Pods", 4), Policy("Percent", 100))))
            .Make("scaleDown", static s => s.FillAbsent("selectPolicy", "Max").Fill("policies", ArrayNode.Of(Policy("Percent", 100)))));
    });

    /// <summary>A webhook configuration.</summary>
    public static ObjectNode Webhooks(ObjectNode value, bool isMutating) => value.EditItems("webhooks", hook =>
    {
        hook = hook.FillAbsent("failurePolicy", "Fail").FillAbsent("matchPolicy", "Equivalent").Fill("namespaceSelector", ObjectNode.Empty).Fill("objectSelector", ObjectNode.Empty).Fill("timeoutSeconds", 10)
            .EditItems("rules", static r => r.FillAbsent("scope", "*"))
            .Edit("clientConfig", static c => c.Edit("service", static s => s.Fill("port", 443)));
        return isMutating ? hook.FillAbsent("reinvocationPolicy", "Never") : hook;
    });

    /// <summary>A validating or mutating admission policy.</summary>
    public static ObjectNode AdmissionPolicy(ObjectNode value) => value.Edit("spec", static spec => spec.FillAbsent("failurePolicy", "Fail").Edit("matchConstraints", Match));

    /// <summary>A binding of such a policy.</summary>
    public static ObjectNode AdmissionPolicyBinding(ObjectNode value) => value.Edit("spec", static spec => spec.Edit("matchResources", Match));

    /// <summary>A CSIDriver.</summary>
    public static ObjectNode CsiDriver(ObjectNode value) => value.Make("spec", static spec => spec
        .Fill("attachRequired", true).Fill("podInfoOnMount", false).Fill("volumeLifecycleModes", ArrayNode.Of("Persistent")).Fill("storageCapacity", false)
        .FillAbsent("fsGroupPolicy", "ReadWriteOnceWithFSType").Fill("requiresRepublish", false).Fill("seLinuxMount", false));

    /// <summary>A FlowSchema.</summary>
    public static ObjectNode FlowSchema(ObjectNode value) => value.Make("spec", static spec => spec.Fill("matchingPrecedence", 1000));

    /// <summary>A PriorityLevelConfiguration.</summary>
    public static ObjectNode PriorityLevel(ObjectNode value) => value.Make("spec", static spec => spec.Text("type") switch
    {
        "Exempt" => spec.Make("exempt", static e => e.Fill("nominalConcurrencyShares", 0).Fill("lendablePercent", 0)),
        "Limited" => spec.Make("limited", static l => l.Fill("nominalConcurrencyShares", 30).Fill("lendablePercent", 0).Edit("limitResponse", static r => r.Text("type") == "Queue"
            ? r.Edit("queuing", static q => q.FillZero("queues", 64).FillZero("handSize", 8).FillZero("queueLengthLimit", 50)) : r)),
        _ => spec,
    });

    /// <summary>An APIService.</summary>
    public static ObjectNode ApiService(ObjectNode value) => value.Edit("spec", static spec => spec.Edit("service", static s => s.Fill("port", 443)));

    private static ObjectNode Match(ObjectNode match) => match
        .FillAbsent("matchPolicy", "Equivalent").Fill("namespaceSelector", ObjectNode.Empty).Fill("objectSelector", ObjectNode.Empty)
        .EditItems("resourceRules", static r => r.FillAbsent("scope", "*")).EditItems("excludeResourceRules", static r => r.FillAbsent("scope", "*"));
}
