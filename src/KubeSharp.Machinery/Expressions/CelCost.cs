namespace KubeSharp.Machinery.Expressions;

/// <summary>Bounds of a cost; sums and products stop at the largest number instead of overflowing.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
public readonly record struct CelCost(ulong Min, ulong Max)
{
    /// <summary>Nothing.</summary>
    public static CelCost Zero => default;
    /// <summary>A fixed cost.</summary>
    public static CelCost Of(ulong cost) => new(cost, cost);
    /// <summary>Anything from nothing to unbounded.</summary>
    public static CelCost Unbounded { get; } = new(0, ulong.MaxValue);

    /// <summary>The sum.</summary>
    public static CelCost operator +(CelCost a, CelCost b) => new(Add(a.Min, b.Min), Add(a.Max, b.Max));
    /// <summary>The product.</summary>
    public static CelCost operator *(CelCost a, CelCost b) => new(Multiply(a.Min, b.Min), Multiply(a.Max, b.Max));
    /// <summary>The product with a factor, rounded up.</summary>
    public static CelCost operator *(CelCost a, double factor) => new(Multiply(a.Min, factor), Multiply(a.Max, factor));
    /// <summary>Either of the two.</summary>
    public CelCost Or(CelCost other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    private static ulong Add(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
    private static ulong Multiply(ulong a, ulong b) => a != 0 && b > ulong.MaxValue / a ? ulong.MaxValue : a * b;
    private static ulong Multiply(ulong a, double factor) => Math.Ceiling(a * factor) is var product && product >= ulong.MaxValue ? ulong.MaxValue : (ulong)product;
}
