using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Disruption budgets, priorities, leases, runtime classes, templates, revisions. Source: each kind's API reference.</summary>
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
        // Compat: the path names the field twice.
        if (spec.Has("strategy")) { Strategy(spec.Text("strategy"), path.Child("strategy").Child("strategy"), errors); }
        if (spec.Text("preferredHolder").Length > 0 && spec.Text("strategy").Length == 0) { errors.Forbidden(path.Child("preferredHolder"), "may only be specified if `strategy` is defined"); }
    }

    private static void Strategy(string strategy, FieldPath path, FieldErrors errors)
    {
        if (strategy.Contains('/', StringComparison.Ordinal)) { Names.Check(Names.Qualified(strategy), path, strategy, errors); }
        else if (strategy != "OldestEmulationVersion") { errors.NotSupported(path, strategy, "OldestEmulationVersion"); }
    }

    /// <summary>A RuntimeClass.</summary>
    public static void RuntimeClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        Names.Check(Names.DnsLabel(value.Text("handler")), FieldPath.Of("handler"), value.Text("handler"), errors);
        Immutability.Check(value, old, null, errors, "handler");
        Labels.Check(value.Object("scheduling").Object("nodeSelector"), FieldPath.Of("scheduling").Child("nodeSelector"), errors);
        foreach (var (name, amount) in value.Object("overhead").Object("podFixed").Fields) { Quantities.Amount(name, amount, FieldPath.Of("overhead").Child("podFixed").Key(name), errors); }
        TolerationValidation.CheckAll(value.Object("scheduling").Items("tolerations"), FieldPath.Of("scheduling").Child("tolerations"), errors);
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
