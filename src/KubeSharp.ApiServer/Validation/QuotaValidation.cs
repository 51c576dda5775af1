using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Limits and quotas of namespaces. Source: Limit Ranges; Resource Quotas.</summary>
public static class QuotaValidation
{
    private static readonly string[] _lists = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];
    private static readonly string[] _counted = ["pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"];
    private static readonly string[] _measured =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ];

    private static readonly string[] _scopes = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];
    private static readonly (string, string)[] _conflicts = [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];
    private static readonly string[] _ofPods = ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

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
            foreach (var name in _lists.SelectMany(l => type == "Pod" && l is "default" or "defaultRequest" ? [] : limit.Object(l).Fields.ToArray().Select(static f => f.Key)).Distinct().Order(StringComparer.Ordinal)) { Ordered(limit, name, type != "Pod", at, errors); }
        }
    }

    private static void Resource(string type, string name, FieldPath path, FieldErrors errors)
    {
        if (type is "Pod" or "Container") { Quantities.ContainerResource(name, path, errors); }
        else { Quantities.ResourceName(name, path, errors); }
    }

    private static void Claims(ObjectNode limit, string type, FieldPath path, FieldErrors errors)
    {
        if (type == "PersistentVolumeClaim" && !limit.Object("min").Has("storage") && !limit.Object("max").Has("storage")) { errors.Required(path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided"); }
    }

    // Compat: of defaults that go beyond a bound the bound is shown.
    private static void Ordered(ObjectNode limit, string resource, bool hasDefaults, FieldPath path, FieldErrors errors)
    {
        var (min, max) = (limit.Object("min")[resource], limit.Object("max")[resource]);
        var (given, asked) = hasDefaults ? (limit.Object("default")[resource], limit.Object("defaultRequest")[resource]) : (null, null);
        void Check(Node? lower, Node? higher, string field, Node? shown, string lowerWords, string higherWords)
        {
            if (lower is not null && higher is not null && Quantities.Read(lower) > Quantities.Read(higher)) { errors.Invalid(path.Child(field).Key(resource), shown, $"{lowerWords} value {Quantities.Read(lower)} is greater than {higherWords} value {Quantities.Read(higher)}"); }
        }
        Check(min, max, "min", min, "min", "max");
        Check(min, asked, "defaultRequest", asked, "min", "default request");
        Check(asked, max, "defaultRequest", asked, "default request", "max");
        Check(asked, given, "defaultRequest", asked, "default request", "default limit");
        Check(min, given, "default", min, "min", "default");
        Check(given, max, "default", max, "default", "max");
        if (limit.Object("maxLimitRequestRatio")[resource] is { } ratio) { Ratio(ratio, min, max, path.Child("maxLimitRequestRatio").Key(resource), errors); }
        if (given is null || asked is null || Quantities.IsOvercommitable(resource) || Quantities.Read(given) == Quantities.Read(asked)) { return; }
        errors.Invalid(path.Child("defaultRequest").Key(resource), asked, $"default value {Quantities.Read(given)} must equal to defaultRequest value {Quantities.Read(asked)} in {resource}");
    }

    private static void Ratio(Node ratio, Node? min, Node? max, FieldPath path, FieldErrors errors)
    {
        var most = Quantities.Read(ratio);
        if (most.MilliValue < 1000) { errors.Invalid(path, ratio, $"ratio {most} is less than 1"); }
        if (min is null || max is null || Quantities.Read(min).MilliValue == 0) { return; }
        var bound = (double)Quantities.Read(max).MilliValue / Quantities.Read(min).MilliValue;
        if (most.MilliValue / 1000d > bound) { errors.Invalid(path, ratio, $"ratio {most} is greater than max/min = {bound.ToString("F6", System.Globalization.CultureInfo.InvariantCulture)}"); }
    }

    /// <summary>A ResourceQuota.</summary>
    public static void ResourceQuota(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        Amounts(spec.Object("hard"), path.Child("hard"), errors);
        Scopes(spec, path.Child("scopes"), errors);
        Selector(spec, path.Child("scopeSelector").Child("matchExpressions"), errors);
    }

    /// <summary>What is held to a quota, and how much of it is used.</summary>
    public static void ResourceQuotaStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["hard", "used"]) { Amounts(value.Object("status").Object(field), FieldPath.Of("status").Child(field), errors); }
    }

    private static void Amounts(ObjectNode amounts, FieldPath path, FieldErrors errors)
    {
        foreach (var (name, amount) in amounts)
        {
            var (at, isQualified) = (path.Key(name), name.Contains('/', StringComparison.Ordinal));
            Quantities.ResourceName(name, at, errors);
            if (!isQualified && !IsQuota(name)) { errors.Invalid(at, name, "must be a standard resource for quota"); }
            Quantities.NotNegative(amount, at, errors);
            if ((_counted.Contains(name) || (isQualified && !name.Contains("kubernetes.io/", StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal))) && Quantities.Read(amount).MilliValue % 1000 != 0) { errors.Invalid(at, amount, "must be an integer"); }
        }
    }

    /// <summary>Whether a quota can hold the resource.</summary>
    public static bool IsQuota(string name) => _counted.Contains(name) || _measured.Contains(name) || name.StartsWith("hugepages-", StringComparison.Ordinal) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    /// <summary>What stays as it was made in a ResourceQuota.</summary>
    public static void ResourceQuotaChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (!spec.Items("scopes").ToHashSet().SetEquals(old.Object("spec").Items("scopes"))) { errors.Invalid(FieldPath.Of("spec").Child("scopes"), spec["scopes"], Immutability.Rule); }
    }

    private static void Scopes(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var scopes = spec.Texts("scopes").ToArray();
        foreach (var scope in scopes)
        {
            if (!_scopes.Contains(scope)) { errors.Invalid(path, spec["scopes"], "unsupported scope"); }
            foreach (var _ in Unfit(spec, scope)) { errors.Invalid(path, spec["scopes"], "unsupported scope applied to resource"); }
        }
        foreach (var (one, other) in _conflicts)
        {
            if (scopes.Contains(one) && scopes.Contains(other)) { errors.Invalid(path, spec["scopes"], "conflicting scopes"); }
        }
    }

    // What is limited that the scope has nothing of.
    private static IEnumerable<string> Unfit(ObjectNode spec, string scope) => spec.Object("hard").Select(static h => h.Key).Where(IsQuota).Where(name => scope switch
    {
        "BestEffort" => name != "pods",
        "VolumeAttributesClass" => name is not ("persistentvolumeclaims" or "requests.storage"),
        _ => _scopes.Contains(scope) && !_ofPods.Contains(name),
    });

    private static void Selector(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var term in spec.Object("scopeSelector").Items("matchExpressions"))
        {
            var (name, kind, values) = (term.Text("scopeName"), term.Text("operator"), term.Items("values"));
            if (!_scopes.Contains(name)) { errors.Invalid(path.Child("scopeName"), name, "unsupported scope"); }
            foreach (var _ in Unfit(spec, name)) { errors.Invalid(path, spec["scopeSelector"], "unsupported scope applied to resource"); }
            if (name is "BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "CrossNamespacePodAffinity" && kind != "Exists") { errors.Invalid(path.Child("operator"), kind, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"); }
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
        }
        var scopes = spec.Object("scopeSelector").Items("matchExpressions").Select(static t => t.Text("scopeName")).ToArray();
        // Compat: what is shown are the scopes that stand beside the selector.
        foreach (var (one, other) in _conflicts)
        {
            if (scopes.Contains(one) && scopes.Contains(other)) { errors.Invalid(path, spec["scopes"], "conflicting scopes"); }
        }
    }
}
