using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>null.</summary>
public sealed class CelNull : CelValue
{
    private CelNull() { }

    /// <summary>The only one.</summary>
    public static CelNull Instance { get; } = new();

    /// <inheritdoc/>
    public override CelType Type => CelType.Null;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelNull;
    /// <inheritdoc/>
    public override int GetHashCode() => 0;
    /// <inheritdoc/>
    public override Node ToNode() => NullNode.Instance;
}
