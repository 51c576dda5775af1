using KubeSharp.Machinery.Expressions.Libraries;
using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Checking;

/// <summary>
/// What an expression can cost at least and at most, found before it runs. Costs of macros are those of the loops cel-go expands them to.
/// </summary>
internal sealed class CostEstimator
{
    private const ulong ListCost = 10;
    private const ulong MapCost = 30;
    private const ulong StructCost = 40;
    private readonly List<(string Name, CelCost? Size)> _scope = [];

    public CelCost Estimate(Expr root) => Visit(root).Cost;

    private (CelCost Cost, CelCost? Size) Visit(Expr expr) => expr switch
    {
        LiteralExpr literal => (CelCost.Zero, CelCost.Of((ulong)CallCosts.SizeOf(literal.Value))),
        IdentExpr { Constant: not null } or SelectExpr { Constant: not null } => (CelCost.Zero, null),
        SelectExpr { Variable: not null } => (CelCost.Of(2), null),
        IdentExpr ident => (CelCost.Of(1), Find(ident.Name)),
        SelectExpr select => (Visit(select.Operand).Cost + CelCost.Of(select.IsTest ? 0ul : 1ul), null),
        CallExpr call => Call(call),
        ListExpr list => (Sum(list.Parts) + CelCost.Of(ListCost), CelCost.Of((ulong)list.Items.Length)),
        MapExpr map => (Sum(map.Parts) + CelCost.Of(MapCost), CelCost.Of((ulong)map.Entries.Length)),
        StructExpr built => (Sum(built.Parts) + CelCost.Of(StructCost), null),
        FoldExpr fold => Fold(fold),
        BindExpr bind => Bind(bind),
        _ => (CelCost.Zero, null),
    };

    private CelCost Sum(IEnumerable<Expr> parts) => parts.Aggregate(CelCost.Zero, (sum, p) => sum + Visit(p).Cost);

    private CelCost? Find(string name)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            if (_scope[i].Name == name) { return _scope[i].Size; }
        }
        return null;
    }

    // A size that nothing is known of lies between nothing and what the type allows.
    private static CelCost SizeOf(Expr expr, CelCost? size) => size ?? TypeSize(expr.Type);

    private static CelCost TypeSize(CelType type) => type.SizeMax is { } max ? new(0, (ulong)Math.Max(0, max)) : type.Kind switch
    {
        CelKind.String or CelKind.Bytes or CelKind.List or CelKind.Map or CelKind.Dyn => CelCost.Unbounded,
        _ => CelCost.Of(1),
    };

    private (CelCost, CelCost?) Call(CallExpr call)
    {
        var parts = call.Parts.Select(p => (Expr: p, Found: Visit(p))).ToArray();
        var sizes = Array.ConvertAll(parts, static p => SizeOf(p.Expr, p.Found.Size));
        var costs = parts.Aggregate(CelCost.Zero, static (sum, p) => sum + p.Found.Cost);
        switch (call.Function)
        {
            case "_?_:_": return (parts[0].Found.Cost + parts[1].Found.Cost.Or(parts[2].Found.Cost), sizes[1].Or(sizes[2]));
            case "_&&_" or "_||_": return (new CelCost(parts[0].Found.Cost.Min, costs.Max), null);
        }
        CelCost? own = null;
        CelCost? size = null;
        foreach (var overload in call.Overloads)
        {
            var (cost, resultSize) = overload.Estimate?.Invoke(sizes) ?? (CelCost.Of(1), null);
            own = own?.Or(cost) ?? cost;
            size = resultSize is null ? size : size?.Or(resultSize.Value) ?? resultSize;
        }
        return (costs + (own ?? CelCost.Of(1)), size);
    }

    private (CelCost, CelCost?) Fold(FoldExpr fold)
    {
        var (rangeCost, rangeSize) = Visit(fold.Range);
        var count = SizeOf(fold.Range, rangeSize);
        var isMap = fold.Range.Type.Kind == CelKind.Map;
        var item = fold.Range.Type.Parameters.IsEmpty ? CelType.Dyn : fold.Range.Type.Value;
        var first = isMap ? TypeSize(fold.Range.Type.Key) : fold.Second is null ? TypeSize(item) : CelCost.Of(1);
        var depth = _scope.Count;
        _scope.Add((fold.Variable, first));
        if (fold.Second is not null) { _scope.Add((fold.Second, TypeSize(item))); }
        var predicate = fold.Predicate is null ? CelCost.Zero : Visit(fold.Predicate).Cost;
        var transform = fold.Transform is null ? CelCost.Zero : Visit(fold.Transform).Cost;
        _scope.RemoveRange(depth, _scope.Count - depth);
        var (round, once) = Loop(fold, predicate, transform);
        return (rangeCost + once + (count * round), fold.Kind is FoldKind.List or FoldKind.Map ? new CelCost(fold.Predicate is null ? count.Min : 0, count.Max) : null);
    }

    // The cost of a round and of what stands around the loop.
    private static (CelCost Round, CelCost Once) Loop(FoldExpr fold, CelCost predicate, CelCost transform)
    {
        var keeps = fold.Kind == FoldKind.List ? transform + CelCost.Of(ListCost + 2) : transform + CelCost.Of(2);
        return fold.Kind switch
        {
            FoldKind.All => (new CelCost(3, (predicate + CelCost.Of(3)).Max), CelCost.Of(1)),
            FoldKind.Exists => (new CelCost(4, (predicate + CelCost.Of(4)).Max), CelCost.Of(1)),
            FoldKind.ExistsOne => (predicate + CelCost.Of(1).Or(CelCost.Of(2)), CelCost.Of(2)),
            _ => (fold.Predicate is null ? keeps : predicate + keeps.Or(CelCost.Of(1)), CelCost.Of(1 + (fold.Kind == FoldKind.List ? ListCost : MapCost))),
        };
    }

    private (CelCost, CelCost?) Bind(BindExpr bind)
    {
        var (cost, size) = Visit(bind.Value);
        _scope.Add((bind.Variable, size ?? TypeSize(bind.Value.Type is { Kind: CelKind.Optional } optional ? optional.Item : bind.Value.Type)));
        var body = Visit(bind.Body);
        _scope.RemoveAt(_scope.Count - 1);
        return bind.Kind == BindKind.Plain ? (cost + body.Cost, body.Size) : (new CelCost(cost.Min, (cost + body.Cost + CelCost.Of(3)).Max), null);
    }
}
