using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A signed whole number.</summary>
public sealed class CelInt : CelValue
{
    private const int CachedMin = -16;
    private const int CachedMax = 255;
    private static readonly CelInt[] _cached = [.. Enumerable.Range(CachedMin, CachedMax - CachedMin + 1).Select(static i => new CelInt(i))];

    private CelInt(long value) => Value = value;

    /// <summary>The value.</summary>
    public long Value { get; }

    /// <summary>The number.</summary>
    public static CelInt Of(long value) => value is >= CachedMin and <= CachedMax ? _cached[value - CachedMin] : new(value);

    /// <inheritdoc/>
    public override CelType Type => CelType.Int;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelInt number ? number.Value == Value : Numbers.Compare(this, other) == 0;
    /// <inheritdoc/>
    public override int GetHashCode() => ((double)Value).GetHashCode();
    /// <inheritdoc/>
    public override Node ToNode() => Value;
}
