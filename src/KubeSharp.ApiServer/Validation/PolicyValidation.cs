using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Disruption budgets, autoscalers, limits, quotas, priorities, leases, events, accounts. Source: each kind's API reference.</summary>
public static class PolicyValidation
{
    private const int PriorityOfUsersMax = 1_000_000_000;

    /// <summary>A PodDisruptionBudget.</summary>
    public static void DisruptionBudget(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (spec.Has("minAvailable") && spec.Has("maxUnavailable")) { errors.Invalid(path, spec, "minAvailable and maxUnavailable cannot be both set"); }
        WorkloadValidation.Share(spec["minAvailable"], path.Child("minAvailable"), errors, isAtMostAll: true);
        WorkloadValidation.Share(spec["maxUnavailable"], path.Child("maxUnavailable"), errors, isAtMostAll: true);
        Labels.Selector(spec.Object("selector"), path.Child("selector"), errors);
        if (spec.Text("unhealthyPodEvictionPolicy") is { Length: > 0 } policy && policy is not ("AlwaysAllow" or "IfHealthyBudget")) { errors.NotSupported(path.Child("unhealthyPodEvictionPolicy"), policy, "AlwaysAllow", "IfHealthyBudget"); }
    }

    /// <summary>A HorizontalPodAutoscaler.</summary>
    public static void Autoscaler(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var (min, max) = (spec.Number("minReplicas") ?? 1, spec.Number("maxReplicas") ?? 0);
        if (min < 1) { errors.Invalid(path.Child("minReplicas"), min, "must be greater than or equal to 1"); }
        if (max < 1) { errors.Invalid(path.Child("maxReplicas"), max, "must be greater than 0"); }
        if (max < min) { errors.Invalid(path.Child("maxReplicas"), max, "must be greater than or equal to `minReplicas`"); }
        var (target, at) = (spec.Object("scaleTargetRef"), path.Child("scaleTargetRef"));
        if (target.Text("kind").Length == 0) { errors.Required(at.Child("kind")); }
        if (target.Text("name").Length == 0) { errors.Required(at.Child("name")); }
        if (target.Text("apiVersion") is var version && !version.Contains('/', StringComparison.Ordinal) && version != "v1") { errors.Invalid(at.Child("apiVersion"), version, "apiVersion must specify API group"); }
        var metrics = spec.Items("metrics");
        for (var i = 0; i < metrics.Count; i++)
        {
            var type = metrics[i].Text("type");
            if (type is not ("ContainerResource" or "External" or "Object" or "Pods" or "Resource")) { errors.NotSupported(path.Child("metrics").Index(i).Child("type"), type, "ContainerResource", "External", "Object", "Pods", "Resource"); continue; }
            var field = char.ToLowerInvariant(type[0]) + type[1..];
            if (!metrics[i].Has(field)) { errors.Required(path.Child("metrics").Index(i).Child(field), $"must populate information for the given metric source type"); }
        }
    }

    /// <summary>A LimitRange.</summary>
    public static void LimitRange(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var limits = value.Object("spec").Items("limits");
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < limits.Count; i++)
        {
            var (limit, at) = (limits[i], FieldPath.Of("spec").Child("limits").Index(i));
            var type = limit.Text("type");
            if (!types.Add(type)) { errors.Duplicate(at.Child("type"), type); }
            if (type == "Pod" && limit.Object("default").Count > 0) { errors.Forbidden(at.Child("default"), "may not be specified when `type` is 'Pod'"); }
            if (type == "Pod" && limit.Object("defaultRequest").Count > 0) { errors.Forbidden(at.Child("defaultRequest"), "may not be specified when `type` is 'Pod'"); }
            var names = (ReadOnlySpan<string>)["min", "defaultRequest", "default", "max"];
            foreach (var lower in names)
            {
                foreach (var higher in names[(names.IndexOf(lower) + 1)..]) { Ordered(limit.Object(lower), limit.Object(higher), lower, higher, at, errors); }
            }
        }
    }

    private static void Ordered(ObjectNode lower, ObjectNode higher, string lowerName, string higherName, FieldPath path, FieldErrors errors)
    {
        foreach (var (resource, amount) in lower.Fields)
        {
            if (higher[resource] is { } bound && Quantities.Read(amount) > Quantities.Read(bound))
            {
                errors.Invalid(path.Child(lowerName).Key(resource), amount, $"{Words(lowerName)} value {Quantities.Read(amount)} is greater than {Words(higherName)} value {Quantities.Read(bound)}");
            }
        }
    }

    private static string Words(string name) => name == "defaultRequest" ? "default request" : name;

    /// <summary>A ResourceQuota.</summary>
    public static void ResourceQuota(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        foreach (var (name, amount) in value.Object("spec").Object("hard").Fields)
        {
            var at = FieldPath.Of("spec").Child("hard").Key(name);
            Names.Check(Names.Qualified(name), at, name, errors);
            Quantities.NotNegative(amount, at, errors);
        }
        if (old is not null && !value.Object("spec").Items("scopes").ToHashSet().SetEquals(old.Object("spec").Items("scopes"))) { errors.Invalid(FieldPath.Of("spec").Child("scopes"), value.Object("spec")["scopes"], Immutability.Rule); }
    }

    /// <summary>A PriorityClass.</summary>
    public static void PriorityClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var name = value.TextAt("metadata", "name") ?? "";
        var priority = value.Number("value") ?? 0;
        if (name.StartsWith("system-", StringComparison.Ordinal))
        {
            if (name is not ("system-cluster-critical" or "system-node-critical")) { errors.Forbidden(FieldPath.Of("metadata").Child("name"), "priority class names with 'system-' prefix are reserved for system use only. error: " + name + " is not a known system priority class"); }
        }
        else if (priority > PriorityOfUsersMax) { errors.Forbidden(FieldPath.Of("value"), $"maximum allowed value of a user defined priority is {PriorityOfUsersMax}"); }
        if (value.Text("preemptionPolicy") is { Length: > 0 } policy && policy is not ("Never" or "PreemptLowerPriority")) { errors.NotSupported(FieldPath.Of("preemptionPolicy"), policy, "Never", "PreemptLowerPriority"); }
        if (old is null) { return; }
        if ((old.Number("value") ?? 0) != priority) { errors.Forbidden(FieldPath.Of("value"), "may not be changed in an update."); }
        Immutability.Check(value, old, null, errors, "preemptionPolicy");
    }

    /// <summary>A Lease.</summary>
    public static void Lease(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (spec.Number("leaseDurationSeconds") is { } duration and <= 0) { errors.Invalid(path.Child("leaseDurationSeconds"), duration, "must be greater than 0"); }
        if (spec.Number("leaseTransitions") is { } transitions and < 0) { errors.Invalid(path.Child("leaseTransitions"), transitions, "must be greater than or equal to 0"); }
    }

    /// <summary>An Event of core/v1: it stands in the namespace of what it is about.</summary>
    public static void Event(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var about = value.Object("involvedObject").Text("namespace");
        var own = value.TextAt("metadata", "namespace") ?? "";
        if (about.Length == 0 ? own is not ("default" or "kube-system") : about != own) { errors.Invalid(FieldPath.Of("involvedObject").Child("namespace"), about, "does not match event.namespace"); }
    }

    /// <summary>A RuntimeClass.</summary>
    public static void RuntimeClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        Names.Check(Names.DnsLabel(value.Text("handler")), FieldPath.Of("handler"), value.Text("handler"), errors);
        Immutability.Check(value, old, null, errors, "handler");
        Labels.Check(value.Object("scheduling").Object("nodeSelector"), FieldPath.Of("scheduling").Child("nodeSelector"), errors);
        TolerationValidation.CheckAll(value.Object("scheduling").Items("tolerations"), FieldPath.Of("scheduling").Child("tolerations"), errors);
    }

    /// <summary>An IngressClass.</summary>
    public static void IngressClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var controller = value.Object("spec").Text("controller");
        if (controller.Length == 0) { errors.Required(FieldPath.Of("spec").Child("controller")); }
        else if (!(controller.Split('/', 2) is [var domain, { Length: > 0 }] && Names.Subdomain(domain) is null)) { errors.Invalid(FieldPath.Of("spec").Child("controller"), controller, "must be a domain-prefixed path (such as \"acme.io/foo\")"); }
        if (old is not null && old.Object("spec").Text("controller") != controller) { errors.Invalid(FieldPath.Of("spec").Child("controller"), controller, Immutability.Rule); }
    }

    /// <summary>A PodTemplate.</summary>
    public static void PodTemplate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        WorkloadValidation.TemplateMetadata(value.Object("template"), FieldPath.Of("template"), errors);
        PodSpecValidation.Check(value.Object("template").Object("spec"), FieldPath.Of("template").Child("spec"), PodSpecValidation.Kind.Template, errors);
    }

    /// <summary>A ControllerRevision: what it holds is history.</summary>
    public static void ControllerRevision(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        if (value.Number("revision") is { } revision and < 0) { errors.Invalid(FieldPath.Of("revision"), revision, "must be greater than or equal to 0"); }
        if (!value.Has("data")) { errors.Required(FieldPath.Of("data"), "data is mandatory"); }
        Immutability.Check(value, old, null, errors, "data");
    }
}
