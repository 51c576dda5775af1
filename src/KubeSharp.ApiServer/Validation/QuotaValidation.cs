using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Limits and quotas of namespaces. Source: Limit Ranges; Resource Quotas.</summary>
public static class QuotaValidation
{
    private static readonly string[] _bounds = ["min", "defaultRequest", "default", "max"];
    private static readonly string[] _scopes = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];
    private static readonly (string, string)[] _conflicts = [("Terminating", "NotTerminating"), ("BestEffort", "NotBestEffort")];
    private static readonly string[] _ofPods = ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    private static readonly string[] _ofPodsByPart = ["ephemeral-storage", "hugepages-", "requests.", "limits."];

    /// <summary>A LimitRange.</summary>
    public static void LimitRange(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var limits = value.Object("spec").Items("limits");
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < limits.Count; i++)
        {
            var (limit, at) = ((ObjectNode)limits[i], FieldPath.Of("spec").Child("limits").Index(i));
            var type = limit.Text("type");
            if (Names.Qualified(type) is { } wrong) { Names.Check(wrong, at.Child("type"), type, errors); }
            else if (type is not ("Pod" or "Container" or "PersistentVolumeClaim") && !type.Contains('/', StringComparison.Ordinal)) { errors.Invalid(at.Child("type"), type, "must be a standard limit type or fully qualified"); }
            if (!types.Add(type)) { errors.Duplicate(at.Child("type"), type); }
            foreach (var list in (ReadOnlySpan<string>)["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"])
            {
                if (type == "Pod" && list is "default" or "defaultRequest" && limit.Object(list).Count > 0) { errors.Forbidden(at.Child(list), "may not be specified when `type` is 'Pod'"); continue; }
                foreach (var (name, _) in limit.Object(list).Fields) { Resource(type, name, at.Child(list).Key(name), errors); }
            }
            Claims(limit, type, at, errors);
            for (var lower = 0; lower < _bounds.Length; lower++)
            {
                for (var higher = lower + 1; higher < _bounds.Length; higher++) { Ordered(limit, _bounds[lower], _bounds[higher], at, errors); }
            }
            Ratios(limit, at, errors);
        }
    }

    private static void Resource(string type, string name, FieldPath path, FieldErrors errors)
    {
        if (Names.Qualified(name) is { } wrong) { Names.Check(wrong, path, name, errors); }
        else if (name.Contains('/', StringComparison.Ordinal)) { return; }
        else if (type is "Pod" or "Container" && name is not ("cpu" or "memory" or "ephemeral-storage") && !name.StartsWith("hugepages-", StringComparison.Ordinal)) { errors.Invalid(path, name, "must be a standard resource for containers"); }
    }

    private static void Claims(ObjectNode limit, string type, FieldPath path, FieldErrors errors)
    {
        if (type == "PersistentVolumeClaim" && !limit.Object("min").Has("storage") && !limit.Object("max").Has("storage")) { errors.Required(path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided"); }
    }

    private static void Ordered(ObjectNode limit, string lower, string higher, FieldPath path, FieldErrors errors)
    {
        foreach (var (resource, amount) in limit.Object(lower).Fields)
        {
            if (limit.Object(higher)[resource] is { } bound && Quantities.Read(amount) > Quantities.Read(bound))
            {
                errors.Invalid(path.Child(lower).Key(resource), amount, $"{Words(lower)} value {Quantities.Read(amount)} is greater than {Words(higher)} value {Quantities.Read(bound)}");
            }
        }
    }

    private static void Ratios(ObjectNode limit, FieldPath path, FieldErrors errors)
    {
        foreach (var (resource, ratio) in limit.Object("maxLimitRequestRatio").Fields)
        {
            var at = path.Child("maxLimitRequestRatio").Key(resource);
            var most = Quantities.Read(ratio);
            if (most.MilliValue < 1000) { errors.Invalid(at, ratio, $"ratio {most} is less than 1"); }
            var (min, max) = (limit.Object("min")[resource], limit.Object("max")[resource]);
            if (min is null || max is null || Quantities.Read(min).MilliValue == 0) { continue; }
            var bound = (double)Quantities.Read(max).MilliValue / Quantities.Read(min).MilliValue;
            if (most.MilliValue / 1000d > bound) { errors.Invalid(at, ratio, $"ratio {most} is greater than max/min = {bound.ToString("F6", System.Globalization.CultureInfo.InvariantCulture)}"); }
        }
    }

    private static string Words(string name) => name == "defaultRequest" ? "default request" : name;

    /// <summary>A ResourceQuota.</summary>
    public static void ResourceQuota(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        foreach (var (name, amount) in spec.Object("hard").Fields)
        {
            var at = path.Child("hard").Key(name);
            Names.Check(Names.Qualified(name), at, name, errors);
            Quantities.NotNegative(amount, at, errors);
        }
        Scopes(spec, path.Child("scopes"), errors);
        Selector(spec, path.Child("scopeSelector").Child("matchExpressions"), errors);
    }

    /// <summary>What stays as it was made in a ResourceQuota.</summary>
    public static void ResourceQuotaChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (!spec.Items("scopes").ToHashSet().SetEquals(old.Object("spec").Items("scopes"))) { errors.Invalid(FieldPath.Of("spec").Child("scopes"), spec["scopes"], Immutability.Rule); }
    }

    private static void Scopes(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var scopes = spec.Texts("scopes").ToHashSet(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            if (!_scopes.Contains(scope)) { errors.Invalid(path, spec["scopes"], "unsupported scope"); }
            else if (scope == "BestEffort" && spec.Object("hard").Fields.ToArray().Any(static h => h.Key != "pods")) { errors.Invalid(path, spec["scopes"], "unsupported scope applied to resource"); }
            else if (scope is "Terminating" or "NotTerminating" or "NotBestEffort" && spec.Object("hard").Fields.ToArray().Any(static h => !IsOfPods(h.Key))) { errors.Invalid(path, spec["scopes"], "unsupported scope applied to resource"); }
        }
        foreach (var (one, other) in _conflicts)
        {
            if (scopes.Contains(one) && scopes.Contains(other)) { errors.Invalid(path, spec["scopes"], "conflicting scopes"); }
        }
    }

    private static bool IsOfPods(string resource) => _ofPods.Contains(resource)
        || _ofPodsByPart.Any(p => resource.Contains(p, StringComparison.Ordinal));

    private static void Selector(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var term in spec.Object("scopeSelector").Items("matchExpressions"))
        {
            var (name, kind, values) = (term.Text("scopeName"), term.Text("operator"), term.Items("values"));
            if (!_scopes.Contains(name)) { errors.Invalid(path.Child("scopeName"), name, "unsupported scope"); }
            switch (kind)
            {
                case "In" or "NotIn":
                    if (values.Count == 0) { errors.Required(path.Child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"); }
                    break;
                case "Exists" or "DoesNotExist":
                    if (values.Count > 0) { errors.Invalid(path.Child("values"), values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"); }
                    break;
                default: errors.Invalid(path.Child("operator"), kind, "not a valid selector operator"); break;
            }
            if (name is "BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "CrossNamespacePodAffinity" && kind != "Exists") { errors.Invalid(path.Child("operator"), kind, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"); }
        }
    }
}
