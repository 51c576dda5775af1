using System.Globalization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Schemas.Structural;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Rules of schemas: they compile, what they cost is bounded, and what they say of a mistake makes sense. Pure. Source: Extend the Kubernetes API with CustomResourceDefinitions, validation rules.</summary>
public static class RuleValidation
{
    /// <summary>What one rule may cost at most, times how often it may be asked.</summary>
    public const double CostMax = 10_000_000;
    /// <summary>What all rules of a schema may cost at most.</summary>
    public const double CostTotalMax = 100_000_000;
    private static readonly string[] _reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    /// <summary>The rules of a version's schema.</summary>
    public static void Check(StructuralSchema schema, FieldPath path, FieldErrors errors)
    {
        if (SchemaRules.Of(schema, isRoot: true) is not { } rules) { return; }
        var total = CheckAll(rules, path, times: 1, uncorrelatable: "", errors);
        if (total > CostTotalMax) { errors.Forbidden(path, $"x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of {Factor(total / CostTotalMax)} (try simplifying the rule(s), or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"); }
    }

    // The cost of all rules beneath. times: how often a value of this schema may occur in an object.
    private static double CheckAll(SchemaRules rules, FieldPath path, double times, string uncorrelatable, FieldErrors errors)
    {
        var total = 0.0;
        for (var i = 0; i < rules.Rules.Length; i++) { total += CheckOne(rules.Rules[i], rules.Schema, path.Child("x-kubernetes-validations").Index(i), times, uncorrelatable, errors); }
        var size = times * (rules.Type.SizeMax ?? CelSchemas.RequestBytesMax);
        foreach (var (name, below) in rules.Properties) { total += CheckAll(below, path.Child("properties").Key(name), times, uncorrelatable, errors); }
        if (rules.Items is { } items) { total += CheckAll(items, path.Child("items"), size, uncorrelatable.Length > 0 || rules.Schema.ListType == ListType.Map ? uncorrelatable : path.ToString(), errors); }
        if (rules.Values is { } values) { total += CheckAll(values, path.Child("additionalProperties"), size, uncorrelatable, errors); }
        return total;
    }

    private static double CheckOne(SchemaRule rule, StructuralSchema schema, FieldPath path, double times, string uncorrelatable, FieldErrors errors)
    {
        var source = rule.Source;
        CheckTexts(source, schema, path, errors);
        if (source.Text("rule").Trim().Length == 0) { errors.Required(path.Child("rule"), "rule is not specified"); return 0; }
        if (rule.Message is { Expression: null } message) { errors.Invalid(path.Child("messageExpression"), source["messageExpression"], $"messageExpression compilation failed: {message.ErrorText}"); }
        if (rule.Rule.Expression is not { } expression)
        {
            errors.Invalid(path.Child("rule"), rule.Rule.IsWrongResult ? source["rule"] : source, rule.Rule.IsWrongResult ? $"cel expression must evaluate to a bool" : $"compilation failed: {rule.Rule.ErrorText}");
            return 0;
        }
        if (rule.IsTransition && uncorrelatable.Length > 0) { errors.Invalid(path.Child("rule"), source["rule"], $"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelatable}"); }
        if (rule.HasOptionalOldSelf && !rule.IsTransition) { errors.Invalid(path.Child("optionalOldSelf"), true, "must not be set if oldSelf is not used in rule"); }
        var cost = expression.EstimateCost().Max * times;
        if (cost > CostMax) { errors.Forbidden(path.Child("rule"), $"estimated rule cost exceeds budget by factor of {Factor(cost / CostMax)} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"); }
        return cost;
    }

    private static void CheckTexts(ObjectNode source, StructuralSchema schema, FieldPath path, FieldErrors errors)
    {
        var text = source.Text("message");
        if (source.Has("message") && text.Trim().Length == 0) { errors.Invalid(path.Child("message"), text, "message must be non-empty if specified"); }
        if (text.Contains('\n', StringComparison.Ordinal)) { errors.Invalid(path.Child("message"), text, "message must not contain line breaks"); }
        if (source.Text("rule").Trim().Contains('\n', StringComparison.Ordinal) && text.Length == 0) { errors.Required(path.Child("message"), "message must be specified if rule contains line breaks"); }
        if (source.Has("messageExpression") && source.Text("messageExpression").Trim().Length == 0) { errors.Required(path.Child("messageExpression"), "must be non-empty if specified"); }
        if (source.Text("reason") is { Length: > 0 } reason && !_reasons.Contains(reason)) { errors.NotSupported(path.Child("reason"), reason, _reasons); }
        if (source.Text("fieldPath") is { Length: > 0 } field && !IsField(field, schema)) { errors.Invalid(path.Child("fieldPath"), field, "fieldPath must be a valid path"); }
    }

    private static bool IsField(string path, StructuralSchema schema)
    {
        try
        {
            var fields = JsonPath.Parse(path).Fields;
            var at = schema;
            foreach (var field in fields)
            {
                at = at.Properties.GetValueOrDefault(field) ?? at.AdditionalProperties;
                if (at is null) { return false; }
            }
            return !fields.IsEmpty;
        }
        catch (FormatException) { return false; }
    }

    private static string Factor(double factor) => factor > 100 ? "more than 100x" : factor.ToString("0.0", CultureInfo.InvariantCulture) + "x";
}
