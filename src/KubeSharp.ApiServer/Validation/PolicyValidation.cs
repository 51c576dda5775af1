using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Disruption budgets, priorities, leases, runtime classes, templates, revisions. Source: each kind's API reference.</summary>
public static class PolicyValidation
{
    private const int PriorityOfUsersMax = 1_000_000_000, ClusterCritical = 2_000_000_000, NodeCritical = 2_000_001_000;

    /// <summary>A PodDisruptionBudget.</summary>
    public static void DisruptionBudget(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (spec.Has("minAvailable") && spec.Has("maxUnavailable")) { errors.Invalid(path, InternalForm.Of("policy.PodDisruptionBudgetSpec", spec), "minAvailable and maxUnavailable cannot be both set"); }
        WorkloadValidation.Share(spec["minAvailable"], path.Child("minAvailable"), errors, isAtMostAll: true);
        WorkloadValidation.Share(spec["maxUnavailable"], path.Child("maxUnavailable"), errors, isAtMostAll: true);
        Labels.Selector(spec.Object("selector"), path.Child("selector"), errors);
        if (spec.Has("unhealthyPodEvictionPolicy") && spec.Text("unhealthyPodEvictionPolicy") is var policy && policy is not ("AlwaysAllow" or "IfHealthyBudget")) { errors.NotSupported(path.Child("unhealthyPodEvictionPolicy"), policy, "AlwaysAllow", "IfHealthyBudget"); }
    }

    /// <summary>What a budget has come to.</summary>
    public static void DisruptionBudgetStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (status, path) = (value.Object("status"), FieldPath.Of("status"));
        StatusValidation.Conditions(status.Items("conditions"), path.Child("conditions"), errors);
        foreach (var field in (ReadOnlySpan<string>)["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"]) { WorkloadValidation.Natural(status, field, path, errors); }
    }

    /// <summary>A PriorityClass.</summary>
    public static void PriorityClass(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var name = value.TextAt("metadata", "name") ?? "";
        var priority = value.Number("value") ?? 0;
        if (name.StartsWith("system-", StringComparison.Ordinal))
        {
            if (SystemClassError(name, value) is { } wrong) { errors.Forbidden(FieldPath.Of("metadata").Child("name"), "priority class names with 'system-' prefix are reserved for system use only. error: " + wrong); }
        }
        else if (priority > PriorityOfUsersMax) { errors.Forbidden(FieldPath.Of("value"), $"maximum allowed value of a user defined priority is {PriorityOfUsersMax}"); }
        if (value["preemptionPolicy"] is StringNode { Value: "" }) { errors.Required(FieldPath.Of("preemptionPolicy")); }
        else if (value.Text("preemptionPolicy") is { Length: > 0 } policy and not ("Never" or "PreemptLowerPriority")) { errors.NotSupported(FieldPath.Of("preemptionPolicy"), policy, "PreemptLowerPriority", "Never"); }
    }

    /// <summary>What stays as it was made in a PriorityClass.</summary>
    public static void PriorityClassChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var priority = value.Number("value") ?? 0;
        if ((old.Number("value") ?? 0) != priority) { errors.Forbidden(FieldPath.Of("value"), "may not be changed in an update."); }
        Immutability.Check(value, old, null, errors, "preemptionPolicy");
    }

    private static string? SystemClassError(string name, ObjectNode value)
    {
        if (name is not ("system-cluster-critical" or "system-node-critical")) { return $"{name} is not a known system priority class"; }
        var priority = name == "system-node-critical" ? NodeCritical : ClusterCritical;
        return value.Number("value") != priority ? $"value of {name} PriorityClass must be {priority}" : value.IsTrue("globalDefault") ? $"globalDefault of {name} must be false" : null;
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
        if (value.Text("handler").Length == 0) { errors.Required(FieldPath.Of("handler")); }
        else { Names.Check(Names.DnsLabel(value.Text("handler")), FieldPath.Of("handler"), value.Text("handler"), errors); }
        Labels.Check(value.Object("scheduling").Object("nodeSelector"), FieldPath.Of("scheduling").Child("nodeSelector"), errors);
        // Compat: told as if they were limits of a container.
        Quantities.Requirements(ObjectNode.Of(("limits", value.Object("overhead").Object("podFixed"))), FieldPath.Of("overhead"), errors);
        var (tolerations, path, seen) = (value.Object("scheduling").Items("tolerations"), FieldPath.Of("scheduling").Child("tolerations"), new HashSet<(string, string, string, string)>());
        TolerationValidation.CheckAll(tolerations, path, errors);
        for (var i = 0; i < tolerations.Count; i++)
        {
            var toleration = tolerations[i];
            if (!seen.Add((toleration.Text("key"), toleration.Text("operator"), toleration.Text("value"), toleration.Text("effect")))) { errors.Duplicate(path.Index(i), InternalForm.Of("Toleration", toleration)); }
        }
    }

    /// <summary>What stays as it was made in a RuntimeClass.</summary>
    public static void RuntimeClassChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.Check(value, old, null, errors, "handler");

    /// <summary>A PodTemplate.</summary>
    public static void PodTemplate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        WorkloadValidation.TemplateMetadata(value.Object("template"), FieldPath.Of("template"), errors);
        PodSpecValidation.Check(value.Object("template").Object("spec"), FieldPath.Of("template").Child("spec"), PodSpecValidation.Kind.Template, errors);
    }

    /// <summary>A ControllerRevision: what it holds is history.</summary>
    public static void ControllerRevision(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        if (!value.Has("data")) { errors.Required(FieldPath.Of("data"), "data is mandatory"); }
        if (value.Number("revision") is { } revision and < 0) { errors.Invalid(FieldPath.Of("revision"), revision, "must be greater than or equal to 0"); }
    }

    /// <summary>What stays as it was made in a ControllerRevision.</summary>
    public static void ControllerRevisionChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.Check(value, old, null, errors, "data");
}
