using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A value of an expression; immutable. Errors are values too, see <see cref="CelError"/>.</summary>
public abstract class CelValue
{
    /// <summary>Its type while running; the items of lists and maps count as dyn.</summary>
    public abstract CelType Type { get; }

    /// <summary>The language's ==; never called with an error.</summary>
    public abstract bool EqualTo(CelValue other);

    /// <summary>Of equal values the same.</summary>
    public abstract override int GetHashCode();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CelValue other && EqualTo(other);

    /// <summary>The value as JSON; null where it has no such form (types, URLs).</summary>
    public abstract Node? ToNode();

    /// <summary>The value of a document's part: seen, not copied. <paramref name="declared"/> says what its schema makes of it.</summary>
    public static CelValue From(Node? node, CelType? declared = null) => NodeValues.From(node, declared ?? CelType.Dyn);

    /// <summary>Text becomes a value.</summary>
    public static implicit operator CelValue(string value) => new CelString(value);
    /// <summary>A truth value.</summary>
    public static implicit operator CelValue(bool value) => CelBool.Of(value);
    /// <summary>A whole number.</summary>
    public static implicit operator CelValue(long value) => CelInt.Of(value);
    /// <summary>A whole number.</summary>
    public static implicit operator CelValue(int value) => CelInt.Of(value);
    /// <summary>A double.</summary>
    public static implicit operator CelValue(double value) => new CelDouble(value);
}
