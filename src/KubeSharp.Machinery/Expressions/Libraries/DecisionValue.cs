using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>An authorizer's answer.</summary>
internal sealed class DecisionValue(CelDecision decision) : CelOpaque(AuthorizerLibrary.Decision)
{
    public CelDecision Decision { get; } = decision;
    public override bool EqualTo(CelValue other) => other is DecisionValue value && value.Decision == Decision;
    public override int GetHashCode() => Decision.GetHashCode();
}
