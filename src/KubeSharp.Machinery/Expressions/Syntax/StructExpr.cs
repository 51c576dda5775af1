using System.Collections.Immutable;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary><c>Object.spec{replicas: 3}</c>.</summary>
internal sealed class StructExpr(int offset, string name, ImmutableArray<(int Offset, string Field, Expr Value, bool IsOptional)> fields)
    : Expr(offset, Deeper(fields.Select(static f => f.Value)))
{
    public string Name { get; } = name;
    public ImmutableArray<(int Offset, string Field, Expr Value, bool IsOptional)> Fields { get; } = fields;
    public override IEnumerable<Expr> Parts => Fields.Select(static f => f.Value);
}
