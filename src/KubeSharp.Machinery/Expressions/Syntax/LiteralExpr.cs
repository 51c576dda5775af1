using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>A literal.</summary>
internal sealed class LiteralExpr(int offset, CelValue value) : Expr(offset, 1)
{
    public CelValue Value { get; } = value;
    public override IEnumerable<Expr> Parts => [];
}
