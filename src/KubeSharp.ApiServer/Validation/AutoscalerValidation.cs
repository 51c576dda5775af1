using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Autoscalers of autoscaling/v2. Source: Horizontal Pod Autoscaling; API reference of HorizontalPodAutoscaler.</summary>
public static class AutoscalerValidation
{
    private const int WindowSecondsMax = 3600, PeriodSecondsMax = 1800;
    private static readonly (string Type, string Field)[] _sources =
        [("Object", "object"), ("External", "external"), ("Pods", "pods"), ("Resource", "resource"), ("ContainerResource", "containerResource")];

    /// <summary>A HorizontalPodAutoscaler.</summary>
    public static void Check(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var (min, max) = (spec.Number("minReplicas") ?? 1, spec.Number("maxReplicas") ?? 0);
        if (min < 1) { errors.Invalid(path.Child("minReplicas"), min, "must be greater than or equal to 1"); }
        if (max == 0) { errors.Required(path.Child("maxReplicas"), "must be set and greater than 0"); }
        if (max < 0) { errors.Invalid(path.Child("maxReplicas"), max, "must be greater than or equal to 1"); }
        if (max < min) { errors.Invalid(path.Child("maxReplicas"), max, "must be greater than or equal to `minReplicas`"); }
        Target(spec.Object("scaleTargetRef"), path.Child("scaleTargetRef"), errors);
        // What was let in once stays valid.
        if (VersionError(spec.Object("scaleTargetRef")) is { } wrong && (old is null || VersionError(old.Object("spec").Object("scaleTargetRef")) is null)) { errors.Invalid(path.Child("scaleTargetRef").Child("apiVersion"), spec.Object("scaleTargetRef").Text("apiVersion"), wrong); }
        var metrics = spec.Items("metrics");
        for (var i = 0; i < metrics.Count; i++) { Metric((ObjectNode)metrics[i], path.Child("metrics").Index(i), errors); }
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (spec.Object("behavior").Has(direction)) { Scaling(spec.Object("behavior").Object(direction), path.Child("behavior").Child(direction), errors); }
        }
    }

    /// <summary>What an autoscaler has come to.</summary>
    public static void Status(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["currentReplicas", "desiredReplicas"]) { WorkloadValidation.Natural(value.Object("status"), field, FieldPath.Of("status"), errors); }
    }

    // Of the kinds that can be scaled only ReplicationController is of the core group.
    private static string? VersionError(ObjectNode target)
    {
        var version = target.Text("apiVersion");
        if (version.Count(static c => c == '/') > 1) { return $"unexpected GroupVersion string: {version}"; }
        return target.Text("kind") == "ReplicationController" || version.IndexOf('/', StringComparison.Ordinal) > 0 ? null : "apiVersion must specify API group";
    }

    private static void Target(ObjectNode target, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            var text = target.Text(field);
            if (text.Length == 0) { errors.Required(path.Child(field)); }
            else { Names.Check(Metadata.NameError(text, NameRule.PathSegment), path.Child(field), text, errors); }
        }
    }

    private static void Metric(ObjectNode metric, FieldPath path, FieldErrors errors)
    {
        var type = metric.Text("type");
        if (type.Length == 0) { errors.Required(path.Child("type"), "must specify a metric source type"); }
        if (_sources.All(s => s.Type != type)) { errors.NotSupported(path.Child("type"), type, "ContainerResource", "External", "Object", "Pods", "Resource"); }
        var given = _sources.Where(s => metric.Has(s.Field)).Select(static s => s.Field).ToArray();
        if (given.Length > 0) { Source(given[0], metric.Object(given[0]), path.Child(given[0]), errors); }
        var expected = _sources.FirstOrDefault(s => s.Type == type).Field;
        // Compat: a type that is none is told once more.
        if (expected is null) { errors.NotSupported(path.Child("type"), type, "ContainerResource", "External", "Object", "Pods", "Resource"); }
        else if (!given.Contains(expected)) { errors.Required(path.Child(expected), "must populate information for the given metric source"); }
        if (given.Length == 1) { return; }
        foreach (var other in given.Where(g => g != expected)) { errors.Forbidden(path.Child(other), "must populate the given metric source only"); }
    }

    private static void Source(string kind, ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var (target, at) = (source.Object("target"), path.Child("target"));
        if (kind == "object")
        {
            Target(source.Object("describedObject"), path.Child("describedObject"), errors);
            if (source.Object("describedObject").Text("apiVersion") is var version && version.Count(static c => c == '/') > 1) { errors.Invalid(path.Child("describedObject").Child("apiVersion"), version, $"unexpected GroupVersion string: {version}"); }
        }
        if (kind is "resource" or "containerResource" && source.Text("name").Length == 0) { errors.Required(path.Child("name"), "must specify a resource name"); }
        if (kind == "containerResource")
        {
            if (source.Text("name").Length > 0) { Quantities.ContainerResource(source.Text("name"), path.Child("name"), errors); }
            if (source.Text("container") is { Length: > 0 } container) { Names.Check(Names.DnsLabel(container), path.Child("container"), container, errors); }
            else { errors.Required(path.Child("container"), "must specify a container"); }
        }
        if (kind is not ("resource" or "containerResource")) { Identifier(source.Object("metric"), path.Child("metric"), errors); }
        Amount(target, at, errors);
        var (value, average, share) = (target.Has("value"), target.Has("averageValue"), target.Has("averageUtilization"));
        switch (kind)
        {
            case "pods" when !average: errors.Required(at.Child("averageValue"), "must specify a positive target averageValue"); break;
            case "object" or "external":
                if (!value && !average) { errors.Required(at.Child("averageValue"), kind == "object" ? "must set either a target value or averageValue" : "must set either a target value for metric or a per-pod target"); }
                if (value && average && kind == "external") { errors.Forbidden(at.Child("value"), "may not set both a target value for metric and a per-pod target"); }
                break;
            case "resource" or "containerResource":
                if (!share && !average) { errors.Required(at.Child("averageUtilization"), "must set either a target raw value or a target utilization"); }
                if (share && average) { errors.Forbidden(at.Child("averageValue"), "may not set both a target raw value and a target utilization"); }
                break;
        }
    }

    private static void Identifier(ObjectNode metric, FieldPath path, FieldErrors errors)
    {
        var name = metric.Text("name");
        if (name.Length == 0) { errors.Required(path.Child("name"), "must specify a metric name"); }
        else { Names.Check(Metadata.NameError(name, NameRule.PathSegment), path.Child("name"), name, errors); }
    }

    private static void Amount(ObjectNode target, FieldPath path, FieldErrors errors)
    {
        var type = target.Text("type");
        if (type.Length == 0) { errors.Required(path.Child("type"), "must specify a metric target type"); }
        if (type is not ("Utilization" or "Value" or "AverageValue")) { errors.Invalid(path.Child("type"), type, "must be either Utilization, Value, or AverageValue"); }
        foreach (var field in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (target.Has(field) && Quantities.Read(target[field]).Sign <= 0) { errors.Invalid(path.Child(field), target[field], "must be positive"); }
        }
        if (target.Number("averageUtilization") is { } share and < 1) { errors.Invalid(path.Child("averageUtilization"), share, "must be greater than 0"); }
    }

    private static void Scaling(ObjectNode rules, FieldPath path, FieldErrors errors)
    {
        if (rules.Number("stabilizationWindowSeconds") is { } window)
        {
            if (window < 0) { errors.Invalid(path.Child("stabilizationWindowSeconds"), window, "must be greater than or equal to zero"); }
            if (window > WindowSecondsMax) { errors.Invalid(path.Child("stabilizationWindowSeconds"), window, $"must be less than or equal to {WindowSecondsMax}"); }
        }
        if (rules.Text("selectPolicy") is { Length: > 0 } select && select is not ("Disabled" or "Max" or "Min")) { errors.NotSupported(path.Child("selectPolicy"), select, "Disabled", "Max", "Min"); }
        var policies = rules.Items("policies");
        if (policies.Count == 0) { errors.Required(path.Child("policies"), "must specify at least one Policy"); }
        for (var i = 0; i < policies.Count; i++)
        {
            var (policy, at) = (policies[i], path.Child("policies").Index(i));
            if (policy.Text("type") is not ("Percent" or "Pods")) { errors.NotSupported(at.Child("type"), policy.Text("type"), "Percent", "Pods"); }
            if ((policy.Number("value") ?? 0) <= 0) { errors.Invalid(at.Child("value"), policy.Number("value") ?? 0, "must be greater than zero"); }
            var period = policy.Number("periodSeconds") ?? 0;
            if (period <= 0) { errors.Invalid(at.Child("periodSeconds"), period, "must be greater than zero"); }
            if (period > PeriodSecondsMax) { errors.Invalid(at.Child("periodSeconds"), period, $"must be less than or equal to {PeriodSecondsMax}"); }
        }
        if (rules.Has("tolerance")) { Quantities.NotNegative(rules["tolerance"]!, path.Child("tolerance"), errors); }
    }
}
