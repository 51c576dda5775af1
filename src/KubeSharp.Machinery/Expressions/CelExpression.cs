using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Checking;
using KubeSharp.Machinery.Expressions.Evaluation;
using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions;

/// <summary>
/// A compiled expression of the Common Expression Language: parsed, checked and planned. Immutable and thread-safe: compile once and keep it.
/// Source: the language definition of cel-spec; Common Expression Language in Kubernetes.
/// </summary>
public sealed class CelExpression
{
    private readonly Expr _root;
    private readonly Step _plan;
    private readonly int _locals;

    private CelExpression(string source, Expr root, CelType type, Step plan, int locals) =>
        (Source, _root, ResultType, _plan, _locals) = (source, root, type, plan, locals);

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>The type of its result; dyn where only evaluating can tell.</summary>
    public CelType ResultType { get; }

    /// <summary>Compiles; with <paramref name="expected"/> a result of another type is a mistake ("must evaluate to bool").</summary>
    public static CelCompilation Compile(string source, CelEnvironment environment, CelType? expected = null)
    {
        var mistakes = new Mistakes(source);
        var root = new Parser(source, mistakes).ParseAll();
        if (root is null || mistakes.Any) { return new(source, null, mistakes.InOrder()); }
        var type = new Checker(environment, mistakes).Check(root);
        if (mistakes.Any) { return new(source, null, mistakes.InOrder()); }
        if (expected is not null && !type.Equals(expected) && type.Kind != CelKind.Dyn)
        {
            return new(source, null, [new CelMistake(1, 0, $"must evaluate to {expected}")]) { IsWrongResult = true };
        }
        LiteralChecks.Check(root, mistakes);
        if (mistakes.Any) { return new(source, null, mistakes.InOrder()); }
        var planner = new Planner();
        var plan = planner.Plan(root);
        return new(source, new CelExpression(source, root, type, plan, planner.LocalsMax), ImmutableArray<CelMistake>.Empty);
    }

    /// <summary>Evaluates; what it cost is taken from the budget.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public CelResult Evaluate(CelVariables variables, CelBudget budget, CancellationToken cancellation = default)
    {
        var frame = new Frame(variables, _locals, budget.PerExpressionMax, cancellation);
        var value = _plan.Evaluate(frame);
        budget.Charge(frame.Cost);
        if (frame.IsOver) { return new(null, "operation cancelled: actual cost limit exceeded", frame.Cost, IsOverLimit: true); }
        return value is CelError error ? new(null, error.Message, frame.Cost) : new(value, null, frame.Cost);
    }

    /// <summary>
    /// The least and the most it can cost, by the size bounds of the variables' types. Source: cel-go's cost estimation with Kubernetes' sizes.
    /// </summary>
    public CelCost EstimateCost() => new CostEstimator().Estimate(_root);

    /// <summary>Whether the expression names the variable (oldSelf makes a rule a transition rule).</summary>
    public bool Uses(string variable) => VariableUses.Uses(_root, variable);

    /// <summary>Whether the expression selects the field of the variable (claims.email).</summary>
    public bool UsesField(string variable, string field) => VariableUses.UsesField(_root, variable, field);

    /// <summary>Whether it is a literal, as messages may be.</summary>
    public CelValue? Literal => (_root as LiteralExpr)?.Value;
}
