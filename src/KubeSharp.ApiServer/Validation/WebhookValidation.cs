using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Webhook configurations and APIServices. Source: Dynamic Admission Control; Aggregation Layer.</summary>
public static class WebhookValidation
{
    private const int ConditionsMax = 64;

    /// <summary>A validating or mutating configuration.</summary>
    public static void Configuration(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hooks = value.Items("webhooks");
        for (var i = 0; i < hooks.Count; i++)
        {
            var (hook, at) = ((ObjectNode)hooks[i], FieldPath.Of("webhooks").Index(i));
            var name = hook.Text("name");
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else if (Names.Subdomain(name) is { } wrong) { errors.Invalid(at.Child("name"), name, wrong); }
            else if (name.Split('.').Length < 3) { errors.Invalid(at.Child("name"), name, "should be a domain with at least three segments separated by dots"); }
            else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            Client(hook.Object("clientConfig"), at.Child("clientConfig"), errors);
            if (hook.Text("sideEffects") is not ("None" or "NoneOnDryRun")) { errors.NotSupported(at.Child("sideEffects"), hook.Text("sideEffects"), "None", "NoneOnDryRun"); }
            if (hook.Items("admissionReviewVersions").Count == 0) { errors.Required(at.Child("admissionReviewVersions"), "must specify one of v1, v1beta1"); }
            else if (!hook.Texts("admissionReviewVersions").Any(static v => v is "v1" or "v1beta1")) { errors.Invalid(at.Child("admissionReviewVersions"), hook["admissionReviewVersions"], "must include at least one of v1, v1beta1"); }
            if (hook.Number("timeoutSeconds") is { } timeout and (< 1 or > 30)) { errors.Invalid(at.Child("timeoutSeconds"), timeout, timeout < 1 ? "the timeout value must be between 1 and 30 seconds" : "the timeout value must be between 1 and 30 seconds"); }
            if (hook.Text("failurePolicy") is not ("Fail" or "Ignore")) { errors.NotSupported(at.Child("failurePolicy"), hook.Text("failurePolicy"), "Fail", "Ignore"); }
            if (hook.Has("reinvocationPolicy") && hook.Text("reinvocationPolicy") is not ("IfNeeded" or "Never")) { errors.NotSupported(at.Child("reinvocationPolicy"), hook.Text("reinvocationPolicy"), "IfNeeded", "Never"); }
            if (hook.Text("matchPolicy") is not ("Exact" or "Equivalent")) { errors.NotSupported(at.Child("matchPolicy"), hook.Text("matchPolicy"), "Equivalent", "Exact"); }
            Labels.Selector(hook.Object("namespaceSelector"), at.Child("namespaceSelector"), errors);
            Labels.Selector(hook.Object("objectSelector"), at.Child("objectSelector"), errors);
            Conditions(hook.Items("matchConditions"), at.Child("matchConditions"), errors);
            var rules = hook.Items("rules");
            for (var j = 0; j < rules.Count; j++) { Rule(rules[j], at.Child("rules").Index(j), errors); }
        }
    }

    /// <summary>
    /// The match conditions of a webhook or an admission policy: named each, and expressions that come to true or false.
    /// <paramref name="environment"/> defaults to that of webhooks.
    /// </summary>
    public static void Conditions(ArrayNode conditions, FieldPath path, FieldErrors errors, CelEnvironment? environment = null)
    {
        if (conditions.Count > ConditionsMax) { errors.TooMany(path, conditions.Count, ConditionsMax); return; }
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (name, expression, at) = (conditions[i].Text("name"), conditions[i].Text("expression"), path.Index(i));
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else if (Names.Qualified(name) is { } wrong) { errors.Invalid(at.Child("name"), name, wrong); }
            else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            if (expression.Trim().Length == 0) { errors.Required(at.Child("expression")); continue; }
            var compiled = CelExpression.Compile(expression, environment ?? WebhookEnvironment.Environment, CelType.Bool);
            if (compiled.Expression is null) { errors.Invalid(at.Child("expression"), expression, (compiled.IsWrongResult ? "" : "compilation failed: ") + compiled.ErrorText); }
        }
    }

    /// <summary>Operations and resources: of a webhook or an admission policy.</summary>
    internal static void Rule(Node rule, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["operations", "apiGroups", "apiVersions", "resources"])
        {
            var items = rule.Items(field);
            if (items.Count == 0) { errors.Required(path.Child(field)); }
            if (items.Count > 1 && items.Contains("*")) { errors.Invalid(path.Child(field), items, "if '*' is present, must not specify other " + field); }
        }
        foreach (var operation in rule.Texts("operations"))
        {
            if (operation is not ("*" or "CREATE" or "UPDATE" or "DELETE" or "CONNECT")) { errors.NotSupported(path.Child("operations"), operation, "*", "CONNECT", "CREATE", "DELETE", "UPDATE"); }
        }
        if (rule.Text("scope") is { Length: > 0 } scope && scope is not ("*" or "Cluster" or "Namespaced")) { errors.NotSupported(path.Child("scope"), scope, "*", "Cluster", "Namespaced"); }
    }

    /// <summary>Where a webhook is: a URL or a service.</summary>
    internal static void Client(ObjectNode client, FieldPath path, FieldErrors errors)
    {
        var (hasUrl, hasService) = (client.Text("url").Length > 0, client.Has("service"));
        if (hasUrl == hasService) { errors.Required(path, "exactly one of url or service is required"); return; }
        if (hasUrl) { Names.Check(Names.WebhookUrl(client.Text("url")), path.Child("url"), client.Text("url"), errors); return; }
        var service = client.Object("service");
        if (service.Text("name").Length == 0) { errors.Required(path.Child("service").Child("name"), "service name is required"); }
        if (service.Text("namespace").Length == 0) { errors.Required(path.Child("service").Child("namespace"), "service namespace is required"); }
        if (service.Text("path") is { Length: > 0 } url && url[0] != '/') { errors.Invalid(path.Child("service").Child("path"), url, "must start with a '/'"); }
        if (service.Number("port") is { } port and (< 1 or > 65535)) { errors.Invalid(path.Child("service").Child("port"), port, "port is not valid: " + Names.PortRule); }
    }

    /// <summary>An APIService.</summary>
    public static void ApiService(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var wanted = $"{spec.Text("version")}.{spec.Text("group")}".TrimEnd('.');
        var name = value.TextAt("metadata", "name") ?? "";
        if (name != wanted && name != wanted + ".") { errors.Invalid(FieldPath.Of("metadata").Child("name"), name, $"must be `spec.version+\".\"+spec.group`: \"{wanted}\""); }
        if (spec.Text("version").Length == 0) { errors.Required(path.Child("version")); }
        if (spec.Number("groupPriorityMinimum") is not (> 0 and <= 20000)) { errors.Invalid(path.Child("groupPriorityMinimum"), spec.Number("groupPriorityMinimum") ?? 0, "must be positive and less than 20000"); }
        if (spec.Number("versionPriority") is not (> 0 and <= 1000)) { errors.Invalid(path.Child("versionPriority"), spec.Number("versionPriority") ?? 0, "must be positive and less than 1000"); }
        if (!spec.Has("service")) { if (spec.Text("caBundle").Length > 0) { errors.Invalid(path.Child("caBundle"), "<binary>", "local APIServices may not have a caBundle"); } return; }
        if (spec.Object("service").Text("namespace").Length == 0) { errors.Required(path.Child("service").Child("namespace")); }
        if (spec.Object("service").Text("name").Length == 0) { errors.Required(path.Child("service").Child("name")); }
        if (spec.Object("service").Number("port") is { } port) { Names.Check(Names.Port(port) is { } wrong ? "port is not valid: " + wrong : null, path.Child("service").Child("port"), port, errors); }
        if (spec.IsTrue("insecureSkipTLSVerify") && spec.Text("caBundle").Length > 0) { errors.Invalid(path.Child("insecureSkipTLSVerify"), true, "may not be true if caBundle is present"); }
    }
}
