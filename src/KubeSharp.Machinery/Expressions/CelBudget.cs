namespace KubeSharp.Machinery.Expressions;

/// <summary>
/// What evaluations may still cost, in the language's units (one is about a field access). One budget is shared by the expressions of one
/// request or one object; not thread-safe.
/// </summary>
public sealed class CelBudget(long total, long perExpressionMax = CelBudget.PerExpressionDefault)
{
    /// <summary>What one expression may cost, as upstream's PerCallLimit: about a tenth of a second.</summary>
    public const long PerExpressionDefault = 1_000_000;
    /// <summary>What all expressions of one object or request may cost, as upstream's RuntimeCELCostBudget: about a second.</summary>
    public const long PerRequestDefault = 10_000_000;
    /// <summary>What all match conditions of one request may cost, as upstream's RuntimeCELCostBudgetMatchConditions.</summary>
    public const long MatchConditionsDefault = 2_500_000;

    /// <summary>What is left; below zero: it was overdrawn.</summary>
    public long Remaining { get; private set; } = total;
    /// <summary>What one evaluation may cost.</summary>
    public long PerExpressionMax { get; } = perExpressionMax;
    /// <summary>Nothing is left.</summary>
    public bool IsExhausted => Remaining < 0;

    /// <summary>Takes from what is left.</summary>
    public void Charge(long cost) => Remaining = cost > Remaining ? -1 : Remaining - cost;
}
