using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary><c>a.b</c>, <c>a.?b</c>, <c>has(a.b)</c>.</summary>
internal sealed class SelectExpr(int offset, Expr operand, string field, bool isTest, bool isOptional) : Expr(offset, Deeper(operand))
{
    public Expr Operand { get; } = operand;
    public string Field { get; } = field;
    public bool IsTest { get; } = isTest;
    public bool IsOptional { get; } = isOptional;
    /// <summary>Set by the checker where the whole is a type's qualified name.</summary>
    public CelTypeValue? Constant { get; set; }
    /// <summary>Set by the checker where the whole is a variable's qualified name.</summary>
    public string? Variable { get; set; }
    public override IEnumerable<Expr> Parts => [Operand];

    /// <summary>The dotted name that the expression spells; null where it is none.</summary>
    public static string? QualifiedName(Expr expr) => expr switch
    {
        IdentExpr ident => ident.Name,
        SelectExpr { IsTest: false, IsOptional: false } select => QualifiedName(select.Operand) is { } prefix ? $"{prefix}.{select.Field}" : null,
        _ => null,
    };
}
