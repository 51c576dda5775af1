using KubeSharp.Machinery.Expressions.Syntax;

namespace KubeSharp.Machinery.Expressions.Checking;

/// <summary>Which variables an expression names.</summary>
internal static class VariableUses
{
    /// <summary>Whether it names the variable; one that a macro declares under the same name does not count.</summary>
    public static bool Uses(Expr expr, string variable) => expr switch
    {
        IdentExpr ident => ident.Name == variable && ident.Constant is null,
        FoldExpr fold when fold.Variable == variable || fold.Second == variable => Uses(fold.Range, variable),
        BindExpr bind when bind.Variable == variable => Uses(bind.Value, variable),
        _ => expr.Parts.Any(p => Uses(p, variable)),
    };

    /// <summary>Whether it selects the field of the variable: <c>a.b</c>, <c>a.?b</c>, <c>has(a.b)</c>.</summary>
    public static bool UsesField(Expr expr, string variable, string field) =>
        (expr is SelectExpr select && select.Field == field && select.Operand is IdentExpr ident && ident.Name == variable) || expr.Parts.Any(p => UsesField(p, variable, field));
}
