using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A value of a library's own type.</summary>
public abstract class CelOpaque(CelType type) : CelValue
{
    /// <inheritdoc/>
    public override CelType Type { get; } = type;
    /// <inheritdoc/>
    public override Node? ToNode() => null;
}
