using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>
/// Expressions that must all hold for a policy to have anything to do with a request. Compiled once; immutable.
/// Source: Validating Admission Policy, matchConditions.
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
    /// Whether all hold. One that is false decides, whatever the others are; otherwise one that fails makes the whole fail, with its error.
    /// </summary>
    public (bool Matches, string? Error) Evaluate(CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        string? error = null;
        foreach (var (name, condition) in _conditions)
        {
            if (condition.Expression is not { } expression)
            {
                error ??= $"match condition '{name}' does not compile: {condition.ErrorText}";
                continue;
            }
            var result = expression.Evaluate(variables, budget, cancellation);
            if (budget.IsExhausted) { return (false, "validation failed due to running out of cost budget, no further validation rules will be run"); }
            if (result.Error is not null) { error ??= $"expression '{expression.Source}' resulted in error: {result.Error}"; }
            else if (!result.IsTrue) { return (false, null); }
        }
        return (error is null, error);
    }
}
