using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Claims of devices, their templates and the classes they are of. Source: Dynamic Resource Allocation; API reference of resource.k8s.io/v1.</summary>
public static class DeviceValidation
{
    private const int RequestsMax = 32, SubrequestsMax = 8, SelectorsMax = 32, ParametersBytesMax = 10 * 1024;
    private const int ExpressionLengthMax = 10 * 1024;
    private const string OneKind = "exactly one of `exactly` or `firstAvailable` is required";
    private const string RequestRule = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
    private static readonly CelEnvironment _device = CelEnvironment.Kubernetes.With("device", CelType.Dyn);

    /// <summary>A ResourceClaim: once made, it stays.</summary>
    public static void Claim(ObjectNode value, FieldErrors errors) => ClaimSpec(value.Object("spec"), FieldPath.Of("spec"), errors);

    /// <summary>What stays as it was made in a claim.</summary>
    public static void ClaimChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.CheckObject(value, old, null, errors, "spec", "resource.ResourceClaimSpec");

    /// <summary>A ResourceClaimTemplate: once made, it stays.</summary>
    public static void ClaimTemplate(ObjectNode value, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        WorkloadValidation.OnlyDescribed(spec.Object("metadata"), path.Child("metadata"), errors);
        ClaimSpec(spec.Object("spec"), path.Child("spec"), errors);
    }

    /// <summary>What stays as it was made in a template of claims.</summary>
    public static void ClaimTemplateChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.CheckObject(value, old, null, errors, "spec", "resource.ResourceClaimTemplateSpec");

    /// <summary>A DeviceClass.</summary>
    public static void Class(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        Selectors(spec.Items("selectors"), path.Child("selectors"), errors);
        var configs = spec.Items("config");
        if (configs.Count > RequestsMax) { errors.TooMany(path.Child("config"), configs.Count, RequestsMax); }
        for (var i = 0; i < configs.Count; i++) { Configuration(configs[i], path.Child("config").Index(i), errors); }
        if (spec.Has("extendedResourceName") && spec.Text("extendedResourceName") is var name && (Quantities.IsNative(name) || Names.Qualified(name) is not null)) { errors.Invalid(path.Child("extendedResourceName"), name, "must be a valid extended resource name"); }
    }

    /// <summary>The name of a driver: as that of a CSI driver.</summary>
    public static void Driver(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) { errors.Required(path); return; }
        if (name.Length > 63) { errors.TooLong(path, 63); }
        Names.Check(Names.Subdomain(name.ToLowerInvariant()), path, name, errors);
    }

    private static void ClaimSpec(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var (devices, at) = (spec.Object("devices"), path.Child("devices"));
        var requests = devices.Items("requests");
        if (requests.Count > RequestsMax) { errors.TooMany(at.Child("requests"), requests.Count, RequestsMax); }
        Each(requests, at.Child("requests"), errors, Request);
        var names = Requests(devices);
        foreach (var list in (ReadOnlySpan<string>)["constraints", "config"])
        {
            var items = devices.Items(list);
            if (items.Count > RequestsMax) { errors.TooMany(at.Child(list), items.Count, RequestsMax); }
            for (var i = 0; i < items.Count; i++)
            {
                References(items[i].Items("requests"), names, at.Child(list).Index(i).Child("requests"), errors);
                if (list == "constraints") { Constraint(items[i], at.Child(list).Index(i), errors); }
                else { Configuration(items[i], at.Child(list).Index(i), errors); }
            }
        }
    }

    private static void Each(ArrayNode items, FieldPath path, FieldErrors errors, Action<Node, FieldPath, FieldErrors> check)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var name = items[i].Text("name");
            Names.Check(Names.DnsLabel(name), path.Index(i).Child("name"), name, errors);
            check(items[i], path.Index(i), errors);
            if (!seen.Add(name)) { errors.Duplicate(path.Index(i), name); }
        }
    }

    private static void Request(Node request, FieldPath path, FieldErrors errors)
    {
        var alternatives = request.Items("firstAvailable");
        var hasExactly = request.Has("exactly");
        if (alternatives.Count == 0 && !hasExactly) { errors.Required(path, OneKind); }
        else if (alternatives.Count > 0 && hasExactly) { errors.Invalid(path, null, OneKind + ", but multiple fields are set"); }
        else if (hasExactly) { Device(request.Object("exactly"), path.Child("exactly"), errors); }
        else
        {
            if (alternatives.Count > SubrequestsMax) { errors.TooMany(path.Child("firstAvailable"), alternatives.Count, SubrequestsMax); }
            Each(alternatives, path.Child("firstAvailable"), errors, Device);
        }
    }

    private static void Device(Node request, FieldPath path, FieldErrors errors)
    {
        var name = request.Text("deviceClassName");
        if (name.Length == 0) { errors.Required(path.Child("deviceClassName")); }
        else { Names.Check(Names.Subdomain(name), path.Child("deviceClassName"), name, errors); }
        Selectors(request.Items("selectors"), path.Child("selectors"), errors);
        var count = request.Number("count") ?? 0;
        switch (request.Text("allocationMode"))
        {
            case "All":
                if (count != 0) { errors.Invalid(path.Child("count"), count, "must not be specified when allocationMode is 'All'"); }
                break;
            case "ExactCount":
                if (count <= 0) { errors.Invalid(path.Child("count"), count, "must be greater than zero"); }
                break;
            case var other: errors.NotSupported(path.Child("allocationMode"), other, "All", "ExactCount"); break;
        }
        var tolerations = request.Items("tolerations");
        for (var i = 0; i < tolerations.Count; i++) { Toleration(tolerations[i], path.Child("tolerations").Index(i), errors); }
    }

    private static void Selectors(ArrayNode selectors, FieldPath path, FieldErrors errors)
    {
        if (selectors.Count > SelectorsMax) { errors.TooMany(path, selectors.Count, SelectorsMax); }
        for (var i = 0; i < selectors.Count; i++)
        {
            var at = path.Index(i).Child("cel");
            if (!selectors[i].Has("cel")) { errors.Required(at); continue; }
            var expression = selectors[i].Object("cel").Text("expression");
            if (expression.Length > ExpressionLengthMax) { errors.TooLong(at.Child("expression"), ExpressionLengthMax); }
            else if (CelExpression.Compile(expression, _device, CelType.Bool) is { Expression: null } wrong) { errors.Invalid(at.Child("expression"), expression, wrong.IsWrongResult ? wrong.ErrorText : $"compilation failed: {wrong.ErrorText}"); }
        }
    }

    private static void Toleration(Node toleration, FieldPath path, FieldErrors errors)
    {
        var (key, effect) = (toleration.Text("key"), toleration.Text("effect"));
        if (key.Length > 0) { Names.Check(Names.Qualified(key), path.Child("key"), key, errors); }
        switch (toleration.Text("operator"))
        {
            case "Exists":
                if (toleration.Text("value").Length > 0) { errors.Invalid(path.Child("value"), toleration.Text("value"), "must be empty for operator `Exists`"); }
                break;
            case "Equal": Names.Check(Names.LabelValue(toleration.Text("value")), path.Child("value"), toleration.Text("value"), errors); break;
            case "": errors.Required(path.Child("operator")); break;
            case var other: errors.NotSupported(path.Child("operator"), other, "Equal", "Exists"); break;
        }
        if (effect is not ("" or "NoExecute" or "NoSchedule" or "None")) { errors.NotSupported(path.Child("effect"), effect, "NoExecute", "NoSchedule", "None"); }
    }

    private static void Constraint(Node constraint, FieldPath path, FieldErrors errors)
    {
        var (match, distinct) = (constraint.Has("matchAttribute"), constraint.Has("distinctAttribute"));
        if (!match && !distinct) { errors.Required(path, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set"); return; }
        var field = match ? "matchAttribute" : "distinctAttribute";
        QualifiedAttribute(constraint.Text(field), path.Child(field), errors);
    }

    private static void QualifiedAttribute(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) { errors.Required(path, "name required"); }
        else if (name.Split('/', 2) is not [var domain, var id]) { errors.Invalid(path, name, "must include a domain"); }
        else
        {
            if (domain.Length == 0) { errors.Required(path, "the domain must not be empty"); }
            else { Names.Check(Names.Subdomain(domain), path, domain, errors); }
            if (id.Length == 0) { errors.Required(path, "the name must not be empty"); }
            else { ResourceSliceValidation.Identifier(id, path, errors); }
        }
    }

    /// <summary>What a driver is told.</summary>
    internal static void Configuration(Node config, FieldPath path, FieldErrors errors)
    {
        if (!config.Has("opaque")) { errors.Required(path.Child("opaque")); return; }
        var (opaque, at) = (config.Object("opaque"), path.Child("opaque"));
        Driver(opaque.Text("driver"), at.Child("driver"), errors);
        if (!opaque.Has("parameters")) { errors.Required(at.Child("parameters")); }
        else if (opaque["parameters"] is not ObjectNode) { errors.Invalid(at.Child("parameters"), "<value omitted>", "must be a valid JSON object"); }
        else if (opaque["parameters"]!.ToUtf8().Length > ParametersBytesMax) { errors.TooLong(at.Child("parameters"), ParametersBytesMax); }
    }

    /// <summary>The names by which requests, and their alternatives, are referred to.</summary>
    internal static HashSet<string> Requests(ObjectNode devices)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in devices.Items("requests"))
        {
            names.Add(request.Text("name"));
            foreach (var alternative in request.Items("firstAvailable")) { names.Add($"{request.Text("name")}/{alternative.Text("name")}"); }
        }
        return names;
    }

    /// <summary>Each names a request, once.</summary>
    internal static void References(ArrayNode references, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        if (references.Count > RequestsMax) { errors.TooMany(path, references.Count, RequestsMax); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < references.Count; i++)
        {
            var name = (references[i] as StringNode)?.Value ?? "";
            Reference(name, names, path.Index(i), errors);
            if (!seen.Add(name)) { errors.Duplicate(path.Index(i), name); }
        }
    }

    /// <summary>It names a request.</summary>
    internal static void Reference(string name, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        foreach (var part in name.Split('/') is { Length: <= 2 } parts ? parts : []) { Names.Check(Names.DnsLabel(part), path, part, errors); }
        if (!names.Contains(name)) { errors.Invalid(path, name, RequestRule); }
    }
}
