using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Libraries;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>A call; operators too, under the names that messages use: <c>_+_</c>, <c>_?_:_</c>, <c>_[_]</c>.</summary>
internal sealed class CallExpr(int offset, string function, Expr? target, ImmutableArray<Expr> arguments)
    : Expr(offset, function is "_&&_" or "_||_" ? Deeper(arguments) : Deeper([target, .. arguments]))
{
    /// <summary>Set anew by the checker where target and name together are a function's qualified name.</summary>
    public string Function { get; set; } = function;
    public Expr? Target { get; set; } = target;
    public ImmutableArray<Expr> Arguments { get; } = arguments;
    /// <summary>The overloads that the types allow; set by the checker.</summary>
    public ImmutableArray<CelOverload> Overloads { get; set; } = [];
    public override IEnumerable<Expr> Parts => Target is null ? Arguments : [Target, .. Arguments];
}
