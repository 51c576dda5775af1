using KubeSharp.ApiServer.Admission.Policies;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Admission policies and their bindings: expressions must compile. Source: Validating Admission Policy; Mutating Admission Policy.</summary>
public static class AdmissionPolicyValidation
{
    private const int AnnotationsMax = 20, AnnotationExpressionLengthMax = 5 * 1024;
    private static readonly FieldPath _spec = FieldPath.Of("spec");

    /// <summary>A ValidatingAdmissionPolicy.</summary>
    public static void Validating(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var environment = PolicyEnvironment.Policy(PolicyEnvironment.HasParams(value));
        Common(spec, environment, errors);
        var variables = Variables(spec, environment, errors);
        var (checks, annotations) = (spec.Items("validations"), spec.Items("auditAnnotations"));
        if (checks.Count == 0 && annotations.Count == 0)
        {
            errors.Required(_spec.Child("validations"), "validations or auditAnnotations must contain at least one item");
            errors.Required(_spec.Child("auditAnnotations"), "validations or auditAnnotations must contain at least one item");
        }
        for (var i = 0; i < checks.Count; i++) { Check(checks[i], _spec.Child("validations").Index(i), variables, errors); }
        if (annotations.Count > AnnotationsMax) { errors.Invalid(_spec.Child("auditAnnotations"), annotations, $"must not have more than {AnnotationsMax} auditAnnotations"); }
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < annotations.Count; i++)
        {
            var at = _spec.Child("auditAnnotations").Index(i);
            Annotation(annotations[i], value.TextAt("metadata", "name") ?? "", at, variables, errors);
            if (!keys.Add(annotations[i].Text("key"))) { errors.Duplicate(at.Child("key"), annotations[i].Text("key")); }
        }
    }

    /// <summary>What the check of a policy's types found.</summary>
    public static void ValidatingStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (status, path) = (value.Object("status"), FieldPath.Of("status"));
        var warnings = status.Object("typeChecking").Items("expressionWarnings");
        for (var i = 0; i < warnings.Count; i++)
        {
            var at = path.Child("typeChecking").Child("expressionWarnings").Index(i);
            foreach (var field in (ReadOnlySpan<string>)["warning", "fieldRef"])
            {
                if (warnings[i].Text(field).Trim().Length == 0) { errors.Required(at.Child(field)); }
            }
        }
        StatusValidation.Conditions(status.Items("conditions"), path.Child("conditions"), errors);
    }

    /// <summary>A MutatingAdmissionPolicy.</summary>
    public static void Mutating(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var environment = PolicyEnvironment.Mutation(PolicyEnvironment.HasParams(value));
        Common(spec, environment, errors);
        var variables = Variables(spec, environment, errors);
        var mutations = spec.Items("mutations");
        if (mutations.Count == 0) { errors.Required(_spec.Child("mutations"), "mutations must contain at least one item"); }
        for (var i = 0; i < mutations.Count; i++) { Mutation(mutations[i], _spec.Child("mutations").Index(i), variables, errors); }
        if (spec.Text("reinvocationPolicy") is var policy && policy is not ("Never" or "IfNeeded"))
        {
            if (policy.Length == 0) { errors.Required(_spec.Child("reinvocationPolicy")); }
            else { errors.NotSupported(_spec.Child("reinvocationPolicy"), policy, "IfNeeded", "Never"); }
        }
    }

    /// <summary>A ValidatingAdmissionPolicyBinding.</summary>
    public static void ValidatingBinding(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        Binding(value, errors);
        var (path, actions) = (_spec.Child("validationActions"), value.Object("spec").Texts("validationActions").ToArray());
        if (actions.Length == 0) { errors.Required(path, "at least one validation action is required"); }
        for (var i = 0; i < actions.Length; i++)
        {
            if (actions[i] is not ("Deny" or "Warn" or "Audit")) { errors.NotSupported(path.Index(i), actions[i], "Audit", "Deny", "Warn"); }
            if (actions.AsSpan(0, i).Contains(actions[i])) { errors.Duplicate(path.Index(i), actions[i]); }
        }
        if (actions.Contains("Deny") && actions.Contains("Warn"))
        {
            errors.Invalid(path, value.Object("spec")["validationActions"], "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }
    }

    /// <summary>A MutatingAdmissionPolicyBinding.</summary>
    public static void MutatingBinding(ObjectNode value, ObjectNode? old, FieldErrors errors) => Binding(value, errors);

    private static void Common(ObjectNode spec, CelEnvironment environment, FieldErrors errors)
    {
        if (spec.Text("failurePolicy") is var failure && failure is not ("Fail" or "Ignore")) { errors.NotSupported(_spec.Child("failurePolicy"), failure, "Fail", "Ignore"); }
        if (spec.Has("paramKind")) { ParamKind(spec.Object("paramKind"), _spec.Child("paramKind"), errors); }
        var path = _spec.Child("matchConstraints");
        if (!spec.Has("matchConstraints")) { errors.Required(path); }
        else
        {
            Match(spec.Object("matchConstraints"), path, errors);
            if (spec.Object("matchConstraints").Items("resourceRules").Count == 0) { errors.Required(path.Child("resourceRules")); }
        }
        WebhookValidation.Conditions(spec.Items("matchConditions"), _spec.Child("matchConditions"), errors, environment);
    }

    private static void ParamKind(ObjectNode reference, FieldPath path, FieldErrors errors)
    {
        var (text, at) = (reference.Text("apiVersion"), path.Child("apiVersion"));
        var parts = text.Split('/');
        var (group, version) = (parts.Length == 2 ? parts[0] : "", parts[^1]);
        if (text.Length == 0) { errors.Required(at); }
        else if (parts.Length > 2) { errors.Invalid(at, text, $"unexpected GroupVersion string: {text}"); }
        else
        {
            if (group.Length > 0) { Names.Check(Names.Subdomain(group), at, group, errors); }
            if (version.Length == 0) { errors.Invalid(at, text, "version must be specified"); }
            else { Names.Check(Names.Dns1035Label(version), at, version, errors); }
        }
        var kind = reference.Text("kind");
        if (kind.Length == 0) { errors.Required(path.Child("kind")); }
        else if (Names.Dns1035Label(kind.ToLowerInvariant()) is { } wrong) { errors.Invalid(path.Child("kind"), kind, "may have mixed case, but should otherwise match: " + wrong); }
    }

    private static void Match(ObjectNode match, FieldPath path, FieldErrors errors)
    {
        Labels.Selector(match["namespaceSelector"], path.Child("namespaceSelector"), errors);
        Labels.Selector(match["objectSelector"], path.Child("objectSelector"), errors);
        if (match.Text("matchPolicy") is { Length: > 0 } policy && policy is not ("Exact" or "Equivalent")) { errors.NotSupported(path.Child("matchPolicy"), policy, "Equivalent", "Exact"); }
        foreach (var field in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            var rules = match.Items(field);
            for (var i = 0; i < rules.Count; i++)
            {
                ResourceNames(rules[i].Items("resourceNames"), path.Child(field).Index(i).Child("resourceNames"), errors);
                WebhookValidation.Rule(rules[i], path.Child(field).Index(i), errors);
            }
        }
    }

    private static void ResourceNames(ArrayNode names, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<Node>();
        for (var i = 0; i < names.Count; i++)
        {
            Names.Check(Metadata.NameError((names[i] as StringNode)?.Value ?? "", NameRule.PathSegment), path.Index(i), names[i], errors);
            if (!seen.Add(names[i])) { errors.Duplicate(path.Index(i), names[i]); }
        }
    }

    private static CelEnvironment Variables(ObjectNode spec, CelEnvironment environment, FieldErrors errors)
    {
        var (items, names) = (spec.Items("variables"), new HashSet<string>(StringComparer.Ordinal));
        var compiled = PolicyVariables.Compile(items, environment);
        for (var i = 0; i < items.Count; i++)
        {
            var (name, at) = (items[i].Text("name"), _spec.Child("variables").Index(i));
            if (name.Length == 0) { errors.Required(at.Child("name"), "name is not specified"); }
            else if (CelNames.Escape(name) != name || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) { errors.Invalid(at.Child("name"), name, "name is not a valid CEL identifier"); }
            else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            if (items[i].Text("expression").Trim().Length == 0) { errors.Required(at.Child("expression"), "expression is not specified"); }
            else if (compiled.InOrder[i].Expression is null) { errors.Invalid(at.Child("expression"), items[i].Text("expression"), "compilation failed: " + compiled.InOrder[i].ErrorText); }
        }
        return compiled.Environment;
    }

    private static void Check(Node check, FieldPath path, CelEnvironment environment, FieldErrors errors)
    {
        Compile(check.Text("expression"), path.Child("expression"), environment, CelType.Bool, errors);
        if (check.Text("messageExpression") is { Length: > 0 } blank && blank.Trim().Length == 0) { errors.Invalid(path.Child("messageExpression"), blank, "must be non-empty if specified"); }
        else if (check.Text("messageExpression").Length > 0) { Compile(check.Text("messageExpression"), path.Child("messageExpression"), environment, CelType.String, errors); }
        if (check.Text("message") is { Length: > 0 } message)
        {
            if (message.Trim().Length == 0) { errors.Invalid(path.Child("message"), message, "message must be non-empty if specified"); }
            else if (message.Trim().Contains('\n')) { errors.Invalid(path.Child("message"), message, "message must not contain line breaks"); }
        }
        else if (check.Text("expression").Trim().Contains('\n')) { errors.Required(path.Child("message"), "message must be specified if expression contains line breaks"); }
        if (check.Has("reason") && check.Text("reason") is var reason && reason is not ("Unauthorized" or "Forbidden" or "Invalid" or "RequestEntityTooLarge"))
        {
            errors.NotSupported(path.Child("reason"), reason, "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
        }
    }

    private static void Annotation(Node annotation, string policy, FieldPath path, CelEnvironment environment, FieldErrors errors)
    {
        // The key in the audit log is the policy's name and this one.
        var key = $"{policy}/{annotation.Text("key")}";
        Names.Check(Names.Qualified(key), path.Child("key"), key, errors);
        if (annotation.Text("valueExpression").Trim().Length > AnnotationExpressionLengthMax) { errors.Required(path.Child("valueExpression"), $"must not exceed {AnnotationExpressionLengthMax} bytes in length"); return; }
        Compile(annotation.Text("valueExpression"), path.Child("valueExpression"), environment, null, errors);
    }

    private static void Mutation(Node mutation, FieldPath path, CelEnvironment environment, FieldErrors errors)
    {
        var type = mutation.Text("patchType");
        if (type is not ("ApplyConfiguration" or "JSONPatch"))
        {
            if (type.Length == 0) { errors.Required(path.Child("patchType")); }
            else { errors.NotSupported(path.Child("patchType"), type, "ApplyConfiguration", "JSONPatch"); }
            return;
        }
        var (own, other) = type == "JSONPatch" ? ("jsonPatch", "applyConfiguration") : ("applyConfiguration", "jsonPatch");
        if (mutation.Has(other)) { errors.Invalid(path.Child(other), "{" + other + "}", $"must not be specified when patchType is {type}"); }
        if (!mutation.Has(own)) { errors.Required(path.Child(own), $"must be specified when patchType is {type}"); }
        else { Compile(mutation.Object(own).Text("expression"), path.Child(own).Child("expression"), environment, PolicyMutation.ResultType(type == "JSONPatch"), errors); }
    }

    private static void Binding(ObjectNode value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (spec.Text("policyName").Length == 0) { errors.Required(_spec.Child("policyName")); }
        else if (Names.Subdomain(spec.Text("policyName")) is { } wrong) { Names.Check(wrong, _spec.Child("policyName"), spec.Text("policyName"), errors); }
        if (spec.Has("matchResources")) { Match(spec.Object("matchResources"), _spec.Child("matchResources"), errors); }
        if (!spec.Has("paramRef")) { return; }
        var (reference, path) = (spec.Object("paramRef"), _spec.Child("paramRef"));
        var hasName = reference.Text("name").Length > 0;
        if (hasName) { Names.Check(Metadata.NameError(reference.Text("name"), NameRule.PathSegment), path.Child("name"), reference.Text("name"), errors); }
        Labels.Selector(reference["selector"], path.Child("selector"), errors);
        if (hasName && reference.Has("selector"))
        {
            errors.Forbidden(path.Child("name"), "name and selector are mutually exclusive");
            errors.Forbidden(path.Child("selector"), "name and selector are mutually exclusive");
        }
        else if (!hasName && !reference.Has("selector")) { errors.Required(path, "one of name or selector must be specified"); }
        if (reference.Text("parameterNotFoundAction") is var action && action is not ("Allow" or "Deny"))
        {
            if (action.Length == 0) { errors.Required(path.Child("parameterNotFoundAction")); }
            else { errors.NotSupported(path.Child("parameterNotFoundAction"), action, "Deny", "Allow"); }
        }
    }

    private static void Compile(string expression, FieldPath path, CelEnvironment environment, CelType? expected, FieldErrors errors)
    {
        if (expression.Trim().Length == 0)
        {
            errors.Required(path, "expression is not specified");
            return;
        }
        var compilation = CelExpression.Compile(expression, environment, expected);
        if (compilation.Expression is null) { errors.Invalid(path, expression, compilation.IsWrongResult ? compilation.ErrorText : "compilation failed: " + compilation.ErrorText); }
    }
}
