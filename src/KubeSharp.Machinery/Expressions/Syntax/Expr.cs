namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>A part of an expression. The checker notes the types; afterwards nothing changes.</summary>
internal abstract class Expr(int offset, int depth)
{
    /// <summary>Where mistakes about it are shown.</summary>
    public int Offset { get; } = offset;
    /// <summary>How deep it nests.</summary>
    public int Depth { get; } = depth;
    /// <summary>Set by the checker.</summary>
    public CelType Type { get; set; } = CelType.Dyn;
    /// <summary>The parts in the order of the text.</summary>
    public abstract IEnumerable<Expr> Parts { get; }

    protected static int Deeper(params IEnumerable<Expr?> parts) => 1 + parts.Aggregate(0, static (deepest, p) => Math.Max(deepest, p?.Depth ?? 0));
}
