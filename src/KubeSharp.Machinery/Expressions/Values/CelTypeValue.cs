using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A type as a value: <c>type(1) == int</c>.</summary>
public sealed class CelTypeValue(CelType of) : CelValue
{
    /// <summary>The type it is.</summary>
    public CelType Of { get; } = of;

    /// <inheritdoc/>
    public override CelType Type => CelType.TypeOf(CelType.Dyn);
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelTypeValue type && type.Of.Kind == Of.Kind && type.Of.Name == Of.Name;
    /// <inheritdoc/>
    public override int GetHashCode() => Of.Name.GetHashCode(StringComparison.Ordinal);
    /// <inheritdoc/>
    public override Node? ToNode() => null;
}
