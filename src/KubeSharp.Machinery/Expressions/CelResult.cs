using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions;

/// <summary>What an evaluation came to: a value, or an error.</summary>
/// <param name="Value">The value; null where there is an error.</param>
/// <param name="Error">What went wrong, in cel-go's words; null where there is a value.</param>
/// <param name="Cost">What it cost.</param>
/// <param name="IsOverLimit">It failed because it cost more than one expression may (<see cref="CelBudget.PerExpressionMax"/>).</param>
public readonly record struct CelResult(CelValue? Value, string? Error, long Cost, bool IsOverLimit = false)
{
    /// <summary>It came to true.</summary>
    public bool IsTrue => Value is CelBool { Value: true };
}
