using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A value that may not be there.</summary>
public sealed class CelOptional(CelValue? value) : CelValue
{
    private static readonly CelType _type = CelType.OptionalOf(CelType.Dyn);

    /// <summary>Nothing.</summary>
    public static CelOptional None { get; } = new(null);

    /// <summary>What is there; null: nothing.</summary>
    public CelValue? Value { get; } = value;

    /// <inheritdoc/>
    public override CelType Type => _type;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) =>
        other is CelOptional optional && (Value is null || optional.Value is null ? ReferenceEquals(Value, optional.Value) : Value.EqualTo(optional.Value));
    /// <inheritdoc/>
    public override int GetHashCode() => Value?.GetHashCode() ?? 1;
    /// <inheritdoc/>
    public override Node? ToNode() => Value is null ? NullNode.Instance : Value.ToNode();
}
