using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>A name: of a variable, or of a type.</summary>
internal sealed class IdentExpr(int offset, string name) : Expr(offset, 1)
{
    public string Name { get; } = name;
    /// <summary>Set by the checker where the name is a type's.</summary>
    public CelTypeValue? Constant { get; set; }
    public override IEnumerable<Expr> Parts => [];
}
