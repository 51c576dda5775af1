using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>An amount of a resource.</summary>
internal sealed class QuantityValue(Quantity amount) : CelOpaque(QuantityLibrary.Type)
{
    public Quantity Amount { get; } = amount;
    public override bool EqualTo(CelValue other) => other is QuantityValue quantity && quantity.Amount == Amount;
    public override int GetHashCode() => Amount.GetHashCode();
    public override string ToString() => Amount.ToString();
}
