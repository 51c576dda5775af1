using System.Collections.Immutable;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary><c>{a: b, ?c: d}</c>.</summary>
internal sealed class MapExpr(int offset, ImmutableArray<(Expr Key, Expr Value, bool IsOptional)> entries)
    : Expr(offset, Deeper(entries.SelectMany(static e => new[] { e.Key, e.Value })))
{
    public ImmutableArray<(Expr Key, Expr Value, bool IsOptional)> Entries { get; } = entries;
    public override IEnumerable<Expr> Parts => Entries.SelectMany(static e => new[] { e.Key, e.Value });
}
