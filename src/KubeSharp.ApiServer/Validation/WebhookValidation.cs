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
            else if (Names.Subdomain(name) is { } wrong) { Names.Check(wrong, at.Child("name"), name, errors); }
            else if (name.Split('.').Length < 3) { errors.Invalid(at.Child("name"), name, "should be a domain with at least three segments separated by dots"); }
            var rules = hook.Items("rules");
            for (var j = 0; j < rules.Count; j++) { Rule(rules[j], at.Child("rules").Index(j), errors); }
            if (hook.Text("failurePolicy") is not ("Fail" or "Ignore")) { errors.NotSupported(at.Child("failurePolicy"), hook.Text("failurePolicy"), "Fail", "Ignore"); }
            if (hook.Text("matchPolicy") is not ("Exact" or "Equivalent")) { errors.NotSupported(at.Child("matchPolicy"), hook.Text("matchPolicy"), "Equivalent", "Exact"); }
            if (!hook.Has("sideEffects")) { errors.Required(at.Child("sideEffects"), "must specify one of None, NoneOnDryRun"); }
            else if (hook.Text("sideEffects") is not ("None" or "NoneOnDryRun")) { errors.NotSupported(at.Child("sideEffects"), hook.Text("sideEffects"), "None", "NoneOnDryRun"); }
            if (hook.Number("timeoutSeconds") is { } timeout and (< 1 or > 30)) { errors.Invalid(at.Child("timeoutSeconds"), timeout, "the timeout value must be between 1 and 30 seconds"); }
            Labels.Selector(hook.Object("namespaceSelector"), at.Child("namespaceSelector"), errors);
            Labels.Selector(hook.Object("objectSelector"), at.Child("objectSelector"), errors);
            if (hook.Has("reinvocationPolicy") && hook.Text("reinvocationPolicy") is not ("IfNeeded" or "Never")) { errors.NotSupported(at.Child("reinvocationPolicy"), hook.Text("reinvocationPolicy"), "IfNeeded", "Never"); }
            Client(hook.Object("clientConfig"), at.Child("clientConfig"), errors);
            Conditions(hook.Items("matchConditions"), at.Child("matchConditions"), errors);
            ReviewVersions(hook.Items("admissionReviewVersions"), at.Child("admissionReviewVersions"), errors);
            if (name.Length > 0 && !names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
        }
    }

    private static void ReviewVersions(ArrayNode versions, FieldPath path, FieldErrors errors)
    {
        if (versions.Count == 0) { errors.Required(path, "must specify one of v1, v1beta1"); return; }
        var seen = new HashSet<Node>();
        for (var i = 0; i < versions.Count; i++)
        {
            if (!seen.Add(versions[i])) { errors.Invalid(path.Index(i), versions[i], "duplicate version"); }
            else { Names.Check(Names.Dns1035Label((versions[i] as StringNode)?.Value ?? ""), path.Index(i), versions[i], errors); }
        }
        if (!versions.Any(static v => v is StringNode { Value: "v1" or "v1beta1" })) { errors.Invalid(path, versions, "must include at least one of v1, v1beta1"); }
    }

    /// <summary>
    /// The match conditions of a webhook or an admission policy: named each, and expressions that come to true or false.
    /// <paramref name="environment"/> defaults to that of webhooks.
    /// </summary>
    public static void Conditions(ArrayNode conditions, FieldPath path, FieldErrors errors, CelEnvironment? environment = null)
    {
        if (conditions.Count > ConditionsMax) { errors.TooMany(path, conditions.Count, ConditionsMax); }
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (name, expression, at) = (conditions[i].Text("name"), conditions[i].Text("expression"), path.Index(i));
            Expression(expression.Trim(), at.Child("expression"), environment ?? WebhookEnvironment.Environment, errors);
            if (name.Length == 0) { errors.Required(at.Child("name")); continue; }
            Names.Check(Names.Qualified(name), at.Child("name"), name, errors);
            if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
        }
    }

    private static void Expression(string expression, FieldPath path, CelEnvironment environment, FieldErrors errors)
    {
        if (expression.Length == 0) { errors.Required(path); return; }
        var compiled = CelExpression.Compile(expression, environment, CelType.Bool);
        if (compiled.Expression is null) { errors.Invalid(path, expression, (compiled.IsWrongResult ? "" : "compilation failed: ") + compiled.ErrorText); }
    }

    /// <summary>Operations and resources: of a webhook or an admission policy.</summary>
    internal static void Rule(Node rule, FieldPath path, FieldErrors errors)
    {
        foreach (var (field, noun) in (ReadOnlySpan<(string, string)>)[("operations", "operations"), ("apiGroups", "API groups"), ("apiVersions", "API versions")])
        {
            var items = rule.Items(field);
            if (items.Count == 0) { errors.Required(path.Child(field)); }
            if (items.Count > 1 && items.Contains("*")) { errors.Invalid(path.Child(field), items, "if '*' is present, must not specify other " + noun); }
            for (var i = 0; i < items.Count; i++)
            {
                if (field == "operations" && items[i] is not StringNode { Value: "*" or "CREATE" or "UPDATE" or "DELETE" or "CONNECT" }) { errors.NotSupported(path.Child(field).Index(i), items[i], "*", "CONNECT", "CREATE", "DELETE", "UPDATE"); }
                if (field == "apiVersions" && items[i] is StringNode { Value.Length: 0 }) { errors.Required(path.Child(field).Index(i)); }
            }
        }
        Resources([.. rule.Texts("resources")], path.Child("resources"), errors);
        if (rule.Has("scope") && rule.Text("scope") is var scope && scope is not ("*" or "Cluster" or "Namespaced")) { errors.NotSupported(path.Child("scope"), scope, "*", "Cluster", "Namespaced"); }
    }

    // pods, pods/status, pods/*, */status, */*: none may be part of another.
    private static void Resources(string[] resources, FieldPath path, FieldErrors errors)
    {
        if (resources.Length == 0) { errors.Required(path); }
        var (wholes, parts, isPlain) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), false);
        for (var i = 0; i < resources.Length; i++)
        {
            var text = resources[i];
            if (text.Length == 0) { errors.Required(path.Index(i)); continue; }
            if (text.Split('/', 2) is not [var resource, var part])
            {
                // Compat: the last one that has no part counts.
                isPlain = text != "*";
                continue;
            }
            if (wholes.Contains(resource)) { errors.Invalid(path.Index(i), text, $"if '{resource}/*' is present, must not specify {text}"); }
            if (parts.Contains(part)) { errors.Invalid(path.Index(i), text, $"if '*/{part}' is present, must not specify {text}"); }
            if (part == "*") { wholes.Add(resource); }
            if (resource == "*") { parts.Add(part); }
        }
        var all = ArrayNode.Of([.. resources.Select(static r => (Node)r)]);
        if (resources.Length > 1 && resources.Contains("*/*")) { errors.Invalid(path, all, "if '*/*' is present, must not specify other resources"); }
        if (resources.Contains("*") && isPlain) { errors.Invalid(path, all, "if '*' is present, must not specify other resources without subresources"); }
    }

    /// <summary>Where a webhook is: a URL or a service.</summary>
    internal static void Client(ObjectNode client, FieldPath path, FieldErrors errors)
    {
        var (hasUrl, hasService) = (client.Has("url"), client.Has("service"));
        if (hasUrl == hasService) { errors.Required(path, "exactly one of url or service is required"); }
        else if (hasUrl) { Url(client.Text("url"), path.Child("url"), errors); }
        else { Service(client.Object("service"), path.Child("service"), errors); }
    }

    private static void Url(string url, FieldPath path, FieldErrors errors)
    {
        const string Form = "; desired format: https://host[/path]";
        if (url.Length > 0 && !Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out _)) { errors.Required(path, "url must be a valid URL" + Form); return; }
        var uri = Uri.TryCreate(url, UriKind.Absolute, out var absolute) ? absolute : null;
        if (uri?.Scheme != "https") { errors.Invalid(path, uri?.Scheme ?? "", "'https' is the only allowed URL scheme" + Form); }
        if (uri is null || uri.Host.Length == 0) { errors.Invalid(path, "", "host must be specified" + Form); return; }
        if (uri.UserInfo.Length > 0) { errors.Invalid(path, uri.UserInfo, "user information is not permitted in the URL"); }
        if (uri.Fragment.Length > 1) { errors.Invalid(path, uri.Fragment[1..], "fragments are not permitted in the URL"); }
        if (uri.Query.Length > 1) { errors.Invalid(path, uri.Query[1..], "query parameters are not permitted in the URL"); }
    }

    private static void Service(ObjectNode service, FieldPath path, FieldErrors errors)
    {
        // Compat: each of the two is told by the name of the other.
        if (service.Text("name").Length == 0) { errors.Required(path.Child("namespace")); }
        if (service.Text("namespace").Length == 0) { errors.Required(path.Child("name")); }
        if (service.Number("port") is { } port and (< 1 or > 65535)) { errors.Invalid(path.Child("port"), port, "port is not valid: " + Names.PortRule); }
        if (service.Text("path") is not { Length: > 0 } url || url == "/") { return; }
        if (url == "//") { errors.Invalid(path.Child("path"), url, "segment[0] may not be empty"); return; }
        if (url[0] != '/') { errors.Invalid(path.Child("path"), url, "must start with a '/'"); }
        var steps = (url.EndsWith('/') ? url[1..^1] : url[1..]).Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Length == 0) { errors.Invalid(path.Child("path"), url, $"segment[{i}] may not be empty"); }
            else if (Names.Subdomain(steps[i]) is { } wrong) { errors.Invalid(path.Child("path"), url, $"segment[{i}]: {wrong}"); }
        }
    }

    /// <summary>An APIService.</summary>
    public static void ApiService(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var (group, version, name) = (spec.Text("group"), spec.Text("version"), value.TextAt("metadata", "name") ?? "");
        if (value.TextAt("metadata", "generateName") is { Length: > 0 } prefix && prefix != $"{version}.{group}") { errors.Invalid(FieldPath.Of("metadata").Child("generateName"), prefix, $"must be `spec.version+\".\"+spec.group`: \"{version}.{group}\""); }
        if (name != $"{version}.{group}") { errors.Invalid(FieldPath.Of("metadata").Child("name"), name, $"must be `spec.version+\".\"+spec.group`: \"{version}.{group}\""); }
        if (group.Length > 0) { Names.Check(Names.Subdomain(group), path.Child("group"), group, errors); }
        else if (version != "v1") { errors.Required(path.Child("group"), "only v1 may have an empty group and it better be legacy kube"); }
        Names.Check(Names.Dns1035Label(version), path.Child("version"), version, errors);
        if (spec.Number("groupPriorityMinimum") is not (> 0 and <= 20000)) { errors.Invalid(path.Child("groupPriorityMinimum"), spec.Number("groupPriorityMinimum") ?? 0, "must be positive and less than 20000"); }
        if (spec.Number("versionPriority") is not (> 0 and <= 1000)) { errors.Invalid(path.Child("versionPriority"), spec.Number("versionPriority") ?? 0, "must be positive and less than 1000"); }
        if (!spec.Has("service")) { if (spec.Text("caBundle").Length > 0) { errors.Invalid(path.Child("caBundle"), $"{(spec.Text("caBundle").Length / 4 * 3) - spec.Text("caBundle").Count(static c => c == '=')} bytes", "local APIServices may not have a caBundle"); } if (spec.IsTrue("insecureSkipTLSVerify")) { errors.Invalid(path.Child("insecureSkipTLSVerify"), true, "local APIServices may not have insecureSkipTLSVerify"); } return; }
        if (spec.Object("service").Text("namespace").Length == 0) { errors.Required(path.Child("service").Child("namespace")); }
        if (spec.Object("service").Text("name").Length == 0) { errors.Required(path.Child("service").Child("name")); }
        if (spec.Object("service").Number("port") is { } port) { Names.Check(Names.Port(port) is { } wrong ? "port is not valid: " + wrong : null, path.Child("service").Child("port"), port, errors); }
        if (spec.IsTrue("insecureSkipTLSVerify") && spec.Text("caBundle").Length > 0) { errors.Invalid(path.Child("insecureSkipTLSVerify"), true, "may not be true if caBundle is present"); }
    }

    /// <summary>Whether an APIService is available.</summary>
    public static void ApiServiceStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var conditions = value.Object("status").Items("conditions");
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Text("status") is var status && status is not ("True" or "False" or "Unknown")) { errors.NotSupported(FieldPath.Of("status").Child("conditions").Index(i).Child("status"), status, "True", "False", "Unknown"); }
        }
    }
}
