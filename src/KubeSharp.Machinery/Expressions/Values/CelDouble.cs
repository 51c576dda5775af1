using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A double.</summary>
public sealed class CelDouble(double value) : CelValue
{
    /// <summary>The value.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override CelType Type => CelType.Double;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => Numbers.Compare(this, other) == 0;
    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
    /// <inheritdoc/>
    public override Node? ToNode() => double.IsFinite(Value) ? new NumberNode(Value) : null;
}
