using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>
/// Asks the rules of a schema about a value, in upstream's words. Of what an update leaves as it was, only transition rules are asked.
/// All of an object share one budget.
/// </summary>
public sealed class RuleEvaluation(FieldErrors errors, CelBudget budget)
{
    private bool _isOver;

    /// <summary>Asks the rules about a value and what is beneath it; <paramref name="old"/>: what it was before, where that can be told.</summary>
    public void Evaluate(string path, Node value, Node? old, SchemaRules rules)
    {
        if (_isOver || value is NullNode) { return; }
        var isSame = old is not null && value.Equals(old);
        foreach (var rule in rules.Rules)
        {
            if (isSame && !rule.IsTransition) { continue; }
            if (rule.IsTransition && old is null && !rule.HasOptionalOldSelf) { continue; }
            Ask(path, value, old, rules, rule);
            if (_isOver) { return; }
        }
        switch (value)
        {
            case ObjectNode fields: EvaluateFields(path, fields, old as ObjectNode, rules); break;
            case ArrayNode items when rules.Items is { } below:
                for (var i = 0; i < items.Count; i++) { Evaluate($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", items[i], ListItems.Counterpart(items[i], old as ArrayNode, rules.Schema), below); }
                break;
        }
    }

    private void EvaluateFields(string path, ObjectNode fields, ObjectNode? old, SchemaRules rules)
    {
        foreach (var (name, child) in fields.Fields)
        {
            var below = rules.Properties.GetValueOrDefault(name) ?? (rules.Schema.Properties.ContainsKey(name) ? null : rules.Values);
            if (below is null) { continue; }
            var at = rules.Schema.Properties.ContainsKey(name) ? path.Length == 0 ? name : $"{path}.{name}" : $"{path}[{name}]";
            Evaluate(at, child, old?[name], below);
        }
    }

    private void Ask(string path, Node value, Node? old, SchemaRules rules, SchemaRule rule)
    {
        var type = TypeName(rules);
        if (rule.Rule.Expression is not { } expression)
        {
            errors.Invalid(At(path), type, $"rule compile error: compilation failed: {rule.Rule.ErrorText}");
            return;
        }
        var variables = Variables(value, old, rules, rule);
        var result = expression.Evaluate(variables, budget);
        if (budget.IsExhausted || result.IsOverLimit)
        {
            _isOver = budget.IsExhausted;
            errors.Invalid(At(path), type, result.IsOverLimit && !_isOver
                ? $"'{rule.Rule.Source.Trim()}': call cost exceeds limit for rule: {rule.Rule.Source.Trim()}"
                : "validation failed due to running out of cost budget, no further validation rules will be run");
            return;
        }
        if (result.Error is { } error)
        {
            errors.Invalid(At(path), type, $"{error} evaluating rule: {(rule.Source.TextAt("message") is { Length: > 0 } message ? message : rule.Rule.Source.Trim())}");
            return;
        }
        if (!result.IsTrue) { Refuse(path, value, type, rule, Message(rule, variables)); }
    }

    // A message that cannot be made, or that says nothing in one line, is none.
    private string Message(SchemaRule rule, CelVariables variables) =>
        rule.Message?.Expression?.Evaluate(variables, budget).Value is CelString { Value: var text } && text.Trim().Length > 0 && !text.Contains('\n', StringComparison.Ordinal) && text.Length <= 5 * 1024 ? text.Trim() : rule.Text;

    private void Refuse(string path, Node value, string type, SchemaRule rule, string message)
    {
        var at = At(path + (path.Length == 0 ? rule.FieldPath.TrimStart('.') : rule.FieldPath));
        switch (rule.Reason)
        {
            case "FieldValueRequired": errors.Required(at, message); break;
            case "FieldValueForbidden": errors.Forbidden(at, message); break;
            case "FieldValueDuplicate": errors.Duplicate(at, value); break;
            default: errors.Invalid(at, type, message); break;
        }
    }

    private static CelVariables Variables(Node value, Node? old, SchemaRules rules, SchemaRule rule)
    {
        var variables = new CelVariables().Set("self", CelValue.From(value, rules.Type));
        if (rule.HasOptionalOldSelf) { variables.Set("oldSelf", old is null ? CelOptional.None : new CelOptional(CelValue.From(old, rules.Type))); }
        else if (old is not null) { variables.Set("oldSelf", CelValue.From(old, rules.Type)); }
        return variables;
    }

    private static FieldPath At(string path) => FieldPath.Of(path.Length == 0 ? "<nil>" : path);

    private static string TypeName(SchemaRules rules) => rules.Schema.Type;
}
