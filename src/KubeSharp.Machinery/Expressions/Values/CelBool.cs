using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>true or false.</summary>
public sealed class CelBool : CelValue
{
    private CelBool(bool value) => Value = value;

    /// <summary>true.</summary>
    public static CelBool True { get; } = new(true);
    /// <summary>false.</summary>
    public static CelBool False { get; } = new(false);

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <summary>One of the two.</summary>
    public static CelBool Of(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override CelType Type => CelType.Bool;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => ReferenceEquals(this, other);
    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
    /// <inheritdoc/>
    public override Node ToNode() => Value;
}
