using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>An unsigned whole number.</summary>
public sealed class CelUInt(ulong value) : CelValue
{
    /// <summary>The value.</summary>
    public ulong Value { get; } = value;

    /// <inheritdoc/>
    public override CelType Type => CelType.UInt;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => Numbers.Compare(this, other) == 0;
    /// <inheritdoc/>
    public override int GetHashCode() => ((double)Value).GetHashCode();
    /// <inheritdoc/>
    public override Node ToNode() => Value <= long.MaxValue ? new NumberNode((long)Value) : new NumberNode((double)Value);
}
