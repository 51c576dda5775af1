namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary><c>cel.bind(x, value, body)</c>; by <see cref="Kind"/> <c>value.optMap(x, body)</c> or <c>optFlatMap</c>.</summary>
internal sealed class BindExpr(int offset, string variable, Expr value, Expr body, BindKind kind) : Expr(offset, Deeper(value, body))
{
    public string Variable { get; } = variable;
    public Expr Value { get; } = value;
    public Expr Body { get; } = body;
    public BindKind Kind { get; } = kind;
    public override IEnumerable<Expr> Parts => [Value, Body];
}
