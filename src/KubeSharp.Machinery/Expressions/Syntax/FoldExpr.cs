namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>A comprehension: <c>range.all(x, predicate)</c>, <c>range.map(x, predicate, transform)</c>, with two variables index or key and value.</summary>
internal sealed class FoldExpr(int offset, FoldKind kind, Expr range, string variable, string? second, Expr? predicate, Expr? transform)
    : Expr(offset, Deeper(range, predicate, transform))
{
    public FoldKind Kind { get; } = kind;
    public Expr Range { get; } = range;
    public string Variable { get; } = variable;
    public string? Second { get; } = second;
    public Expr? Predicate { get; } = predicate;
    public Expr? Transform { get; } = transform;
    public override IEnumerable<Expr> Parts => new[] { Range, Predicate, Transform }.OfType<Expr>();
}
