using System.Collections.Immutable;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary><c>[a, ?b]</c>.</summary>
internal sealed class ListExpr(int offset, ImmutableArray<(Expr Value, bool IsOptional)> items) : Expr(offset, Deeper(items.Select(static i => i.Value)))
{
    public ImmutableArray<(Expr Value, bool IsOptional)> Items { get; } = items;
    public override IEnumerable<Expr> Parts => Items.Select(static i => i.Value);
}
