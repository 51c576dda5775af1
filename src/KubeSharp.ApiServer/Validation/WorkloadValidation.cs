using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>The kinds of apps/v1 and ReplicationController. Source: Workloads, each kind's page.</summary>
public static class WorkloadValidation
{
    private const string NotNegative = "must be greater than or equal to 0";

    // The template of any of them: its labels, annotations and spec. The kind is what upstream calls it by: a Deployment's is that of its ReplicaSets. What was let in once stays valid.
    private static void Template(ObjectNode spec, ObjectNode? old, string kind, FieldPath path, FieldErrors errors)
    {
        var (template, at) = (spec.Object("template"), path.Child("template"));
        if (old is not null && template.Equals(old.Object("template"))) { return; }
        if (!spec.Has("template")) { errors.Required(at); return; }
        TemplateMetadata(template, at, errors);
        // A StatefulSet gives its pods their names and domain itself.
        var pod = kind == "StatefulSet" ? template.Object("spec").Remove("hostname").Remove("subdomain") : template.Object("spec");
        PodSpecValidation.Check(WithClaims(pod, spec), at.Child("spec"), PodSpecValidation.Kind.Template, errors);
        if (template.Object("spec").Text("restartPolicy") != "Always") { errors.NotSupported(at.Child("spec").Child("restartPolicy"), template.Object("spec").Text("restartPolicy"), "Always"); }
        if (template.Object("spec").Has("activeDeadlineSeconds")) { errors.Forbidden(at.Child("spec").Child("activeDeadlineSeconds"), $"activeDeadlineSeconds in {kind} is not Supported"); }
    }

    // The claims of a StatefulSet become volumes of its pods, which containers may mount by their names.
    private static ObjectNode WithClaims(ObjectNode pod, ObjectNode spec)
    {
        var there = pod.Items("volumes").Select(static v => v.TextAt("name")).ToHashSet();
        var claims = spec.Items("volumeClaimTemplates").Select(static c => c.TextAt("metadata", "name")).Where(n => !there.Contains(n)).ToArray();
        return claims.Length == 0 ? pod
            : pod.Set("volumes", new ArrayNode([.. pod.Items("volumes"), .. claims.Select(static n => (Node)ObjectNode.Of(("name", n ?? ""), ("persistentVolumeClaim", ObjectNode.Of(("claimName", n ?? "")))))]));
    }

    /// <summary>Labels and annotations of a template.</summary>
    public static void TemplateMetadata(ObjectNode template, FieldPath path, FieldErrors errors)
    {
        Labels.Check(template.Object("metadata").Object("labels"), path.Child("labels"), errors);
        Annotations(template.Object("metadata"), path, errors);
    }

    private static void Annotations(ObjectNode metadata, FieldPath path, FieldErrors errors)
    {
        foreach (var (key, _) in metadata.Object("annotations").Fields) { Names.Check(Names.Qualified(key.ToLowerInvariant()), path.Child("annotations"), key, errors); }
    }

    // As Go names them, its first letter small.
    private static readonly (string Field, string Told)[] _ofObjectsOnly =
    [
        ("name", "name"), ("generateName", "generateName"), ("namespace", "namespace"), ("selfLink", "selfLink"), ("uid", "uID"), ("resourceVersion", "resourceVersion"), ("generation", "generation"),
        ("creationTimestamp", "creationTimestamp"), ("deletionTimestamp", "deletionTimestamp"), ("deletionGracePeriodSeconds", "deletionGracePeriodSeconds"), ("ownerReferences", "ownerReferences"),
        ("finalizers", "finalizers"), ("managedFields", "managedFields"),
    ];

    /// <summary>The metadata of a template of claims: labels and annotations, and nothing that only an object has.</summary>
    public static void OnlyDescribed(ObjectNode metadata, FieldPath path, FieldErrors errors)
    {
        Annotations(metadata, path, errors);
        Labels.Check(metadata.Object("labels"), path.Child("labels"), errors);
        foreach (var (field, told) in _ofObjectsOnly)
        {
            if (!(metadata[field] is null or NullNode or StringNode { Value.Length: 0 } || (field == "generation" && metadata.Number(field) == 0))) { errors.Forbidden(path.Child(told), "cannot be set"); }
        }
    }

    /// <summary>A Deployment's spec.</summary>
    public static void Deployment(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors)
    {
        Natural(spec, "replicas", path, errors);
        if (Selector(spec, path, errors)) { Template(spec, old, "ReplicaSet", path, errors); }
        var (strategy, at) = (spec.Object("strategy"), path.Child("strategy"));
        switch (strategy.Text("type"))
        {
            case "Recreate":
                if (strategy.Has("rollingUpdate")) { errors.Forbidden(at.Child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'"); }
                break;
            case "RollingUpdate": Rolling(strategy.Object("rollingUpdate"), at.Child("rollingUpdate"), isBothZeroWrong: true, errors); break;
            default: errors.NotSupported(at, InternalForm.Of("apps.DeploymentStrategy", strategy), "Recreate", "RollingUpdate"); break;
        }
        Natural(spec, "minReadySeconds", path, errors);
        Natural(spec, "revisionHistoryLimit", path, errors);
        Natural(spec, "progressDeadlineSeconds", path, errors);
        if (spec.Number("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Number("minReadySeconds") ?? 0)) { errors.Invalid(path.Child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds"); }
    }

    /// <summary>A ReplicaSet's spec.</summary>
    public static void ReplicaSet(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors)
    {
        Natural(spec, "replicas", path, errors);
        Natural(spec, "minReadySeconds", path, errors);
        if (Selector(spec, path, errors)) { Template(spec, old, "ReplicaSet", path, errors); }
    }

    /// <summary>A ReplicationController's spec.</summary>
    public static void ReplicationController(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors)
    {
        Natural(spec, "minReadySeconds", path, errors);
        var (selector, labels) = (spec.Object("selector"), spec.Object("template").Object("metadata").Object("labels"));
        Labels.Check(selector, path.Child("selector"), errors);
        if (selector.Count == 0) { errors.Required(path.Child("selector")); }
        Natural(spec, "replicas", path, errors);
        if (selector.Count > 0 && spec.Has("template") && !LabelSelector.OfMap(selector).Matches(labels)) { errors.Invalid(path.Child("template").Child("metadata").Child("labels"), labels.Count == 0 ? null : labels, "`selector` does not match template `labels`"); }
        Template(spec, old, "ReplicationController", path, errors);
    }

    /// <summary>A DaemonSet's spec.</summary>
    public static void DaemonSet(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors)
    {
        Selector(spec, path, errors, "daemonset");
        Template(spec, old, "DaemonSet", path, errors);
        Natural(spec, "minReadySeconds", path, errors);
        var (strategy, at) = (spec.Object("updateStrategy"), path.Child("updateStrategy"));
        switch (strategy.Text("type"))
        {
            case "OnDelete": break;
            case "RollingUpdate":
                Rolling(strategy.Object("rollingUpdate"), at.Child("rollingUpdate"), isBothZeroWrong: false, errors);
                Share(strategy.Object("rollingUpdate")["maxSurge"], at.Child("rollingUpdate").Child("maxSurge"), errors, isAtMostAll: true);
                var (surge, unavailable) = (IsZero(strategy.Object("rollingUpdate")["maxSurge"]), IsZero(strategy.Object("rollingUpdate")["maxUnavailable"]));
                if (surge && unavailable) { errors.Required(at.Child("rollingUpdate").Child("maxUnavailable"), "cannot be 0 when maxSurge is 0"); }
                if (!surge && !unavailable) { errors.Invalid(at.Child("rollingUpdate").Child("maxSurge"), strategy.Object("rollingUpdate")["maxSurge"], "may not be set when maxUnavailable is non-zero"); }
                break;
            default: errors.NotSupported(at, InternalForm.Of("apps.DaemonSetUpdateStrategy", strategy), "RollingUpdate", "OnDelete"); break;
        }
        Natural(spec, "revisionHistoryLimit", path, errors);
    }

    /// <summary>A StatefulSet's spec.</summary>
    public static void StatefulSet(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors)
    {
        switch (spec.Text("podManagementPolicy"))
        {
            case "OrderedReady" or "Parallel": break;
            case var other: errors.Invalid(path.Child("podManagementPolicy"), other, "must be 'OrderedReady' or 'Parallel'"); break;
        }
        var (strategy, at) = (spec.Object("updateStrategy"), path.Child("updateStrategy"));
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                if (strategy.Has("rollingUpdate")) { errors.Invalid(at.Child("rollingUpdate"), InternalForm.Of("apps.RollingUpdateStatefulSetStrategy", strategy["rollingUpdate"]), "only allowed for updateStrategy 'RollingUpdate'"); }
                break;
            case "RollingUpdate":
                var (rolling, most) = (strategy.Object("rollingUpdate"), at.Child("rollingUpdate").Child("maxUnavailable"));
                Natural(rolling, "partition", at.Child("rollingUpdate"), errors);
                Share(rolling["maxUnavailable"], most, errors, isAtMostAll: true);
                if (rolling.Has("maxUnavailable") && IsZero(rolling["maxUnavailable"])) { errors.Invalid(most, rolling["maxUnavailable"], "cannot be 0"); }
                break;
            default: errors.Invalid(at, InternalForm.Of("apps.StatefulSetUpdateStrategy", strategy), "must be 'RollingUpdate' or 'OnDelete'"); break;
        }
        foreach (var field in (ReadOnlySpan<string>)["whenDeleted", "whenScaled"])
        {
            var retention = spec.Object("persistentVolumeClaimRetentionPolicy").Text(field);
            if (retention is not ("Retain" or "Delete")) { errors.NotSupported(path.Child("persistentVolumeClaimRetentionPolicy").Child(field), retention, "Retain", "Delete"); }
        }
        Natural(spec, "replicas", path, errors);
        Natural(spec, "minReadySeconds", path, errors);
        Natural(spec.Object("ordinals"), "start", path.Child("ordinals"), errors);
        if (old is null && spec.Text("serviceName") is { Length: > 0 } service) { Names.Check(Names.DnsLabel(service), path.Child("serviceName"), service, errors); }
        if (Selector(spec, path, errors, "statefulset")) { Template(spec, old, "StatefulSet", path, errors); }
        // What was let in once stays valid.
        for (var i = 0; old is null && i < spec.Items("volumeClaimTemplates").Count; i++)
        {
            var claim = path.Child("volumeClaimTemplates").Index(i);
            StorageValidation.ClaimSpec(spec.Items("volumeClaimTemplates")[i].Object("spec"), claim.Child("spec"), errors);
        }
    }

    /// <summary>What stays as it was made in a StatefulSet.</summary>
    public static void StatefulSetChange(ObjectNode spec, ObjectNode old, FieldPath path, FieldErrors errors)
    {
        var masked = spec;
        foreach (var field in (ReadOnlySpan<string>)["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"]) { masked = masked.Take(field, old); }
        if (masked.Fields.ToArray().Concat(old.Fields.ToArray()).All(f => Immutability.Same(masked[f.Key], old[f.Key]))) { return; }
        errors.Forbidden(path, "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }

    // Whether it can be held beside the template, which upstream looks at only then; a DaemonSet's always.
    private static bool Selector(ObjectNode spec, FieldPath path, FieldErrors errors, string kind = "deployment")
    {
        var (before, selector, at) = (errors.Causes.Length, spec["selector"], path.Child("selector"));
        if (spec.Has("selector")) { Labels.Selector(selector, at, errors); }
        // Compat: that of a DaemonSet is not missed; nothing matches none.
        else if (kind != "daemonset") { errors.Required(at); }
        if (errors.Causes.Length > before && spec.Has("selector"))
        {
            if (kind != "daemonset") { errors.Invalid(at, selector, kind == "statefulset" ? "" : "invalid label selector"); }
            return false;
        }
        if (spec.Has("selector") && Labels.IsEmpty(selector)) { errors.Invalid(at, selector, $"empty selector is invalid for {kind}"); return true; }
        var labels = spec.Object("template").Object("metadata").Object("labels");
        if (!(LabelSelector.From(selector)?.Matches(labels) ?? false)) { errors.Invalid(path.Child("template").Child("metadata").Child("labels"), labels.Count == 0 ? null : labels, "`selector` does not match template `labels`"); }
        return true;
    }

    private static void Rolling(ObjectNode rolling, FieldPath path, bool isBothZeroWrong, FieldErrors errors)
    {
        Share(rolling["maxUnavailable"], path.Child("maxUnavailable"), errors, isAtMostAll: true);
        if (isBothZeroWrong) { Share(rolling["maxSurge"], path.Child("maxSurge"), errors); }
        if (isBothZeroWrong && IsZero(rolling["maxUnavailable"]) && IsZero(rolling["maxSurge"])) { errors.Invalid(path.Child("maxUnavailable"), rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0"); }
    }

    /// <summary>A number not below zero, or a percentage.</summary>
    public static void Share(Node? value, FieldPath path, FieldErrors errors, bool isAtMostAll = false)
    {
        if (value is NumberNode { Integer: < 0 }) { errors.Invalid(path, value, NotNegative); }
        if (value is not StringNode text) { return; }
        if (Percent(text.Value) is not { } percent) { errors.Invalid(path, value, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"); }
        else if (isAtMostAll && percent > 100) { errors.Invalid(path, value, "must not be greater than 100%"); }
    }

    /// <summary>A whole number field that may not be below zero.</summary>
    public static void Natural(ObjectNode node, string field, FieldPath path, FieldErrors errors)
    {
        if (node.Number(field) is { } number and < 0) { errors.Invalid(path.Child(field), number, NotNegative); }
    }

    private static bool IsZero(Node? value) => value is NumberNode { Integer: 0 } || (value is StringNode text && Percent(text.Value) == 0);

    private static int? Percent(string text) =>
        text.EndsWith('%') && int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var percent) ? percent : null;
}
