using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Expressions that must all hold for a webhook, a policy or an authorizer to have anything to do with a request. Compiled once; immutable.
/// Source: Dynamic Admission Control and Validating Admission Policy, matchConditions.
/// </summary>
public sealed class MatchConditions
{
    private readonly ImmutableArray<(string Name, CelCompilation Condition)> _conditions;

    private MatchConditions(ImmutableArray<(string, CelCompilation)> conditions) => _conditions = conditions;

    /// <summary>No conditions: everything matches.</summary>
    public static MatchConditions None { get; } = new([]);

    /// <summary>There are none.</summary>
    public bool IsEmpty => _conditions.IsEmpty;

    /// <summary>Compiles the items of a matchConditions field.</summary>
    public static MatchConditions Compile(ArrayNode conditions, CelEnvironment environment) => conditions.Count == 0 ? None : new(
        [.. conditions.Select(c => (c.Text("name"), CelExpression.Compile(c.Text("expression"), environment, CelType.Bool)))]);

    /// <summary>
    /// Whether all hold. One that is false decides, whatever the others are; otherwise those that fail make the whole fail, with their errors.
    /// </summary>
    public (bool Matches, string? Error) Evaluate(CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        var errors = new List<string>();
        foreach (var (name, condition) in _conditions)
        {
            if (condition.Expression is not { } expression)
            {
                errors.Add($"match condition '{name}' does not compile: {condition.ErrorText}");
                continue;
            }
            var result = expression.Evaluate(variables, budget, cancellation);
            if (budget.IsExhausted) { return (false, "validation failed due to running out of cost budget, no further validation rules will be run"); }
            if (result.Error is not null) { errors.Add($"expression '{expression.Source}' resulted in error: {result.Error}"); }
            else if (!result.IsTrue) { return (false, null); }
        }
        return errors.Count switch { 0 => (true, null), 1 => (false, errors[0]), _ => (false, $"[{string.Join(", ", errors)}]") };
    }
}
