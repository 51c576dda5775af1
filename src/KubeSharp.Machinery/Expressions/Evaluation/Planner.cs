using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>Makes the steps of a checked expression: names become places, literals values.</summary>
internal sealed class Planner
{
    private readonly List<string> _scope = [];

    /// <summary>How many variables of macros are in use at once.</summary>
    public int LocalsMax { get; private set; }

    public Step Plan(Expr expr) => expr switch
    {
        LiteralExpr literal => new ConstantStep(literal.Value),
        IdentExpr { Constant: { } type } => new ConstantStep(type),
        SelectExpr { Constant: { } type } => new ConstantStep(type),
        SelectExpr { Variable: { } name } => new VariableStep(name),
        IdentExpr ident => _scope.LastIndexOf(ident.Name) is var slot and >= 0 ? new LocalStep(slot) : new VariableStep(ident.Name),
        SelectExpr select => new SelectStep(Plan(select.Operand), select.Field, select.IsTest, select.IsOptional),
        CallExpr call => Call(call),
        ListExpr list => Folded(new ListStep([.. list.Items.Select(i => (Plan(i.Value), i.IsOptional))]), list.Parts),
        MapExpr map => Folded(new MapStep([.. map.Entries.Select(e => (Plan(e.Key), Plan(e.Value), e.IsOptional))]), map.Parts),
        StructExpr built => new StructStep(built.Type, [.. built.Fields.Select(f => (f.Field, Plan(f.Value), f.IsOptional))]),
        FoldExpr fold => Fold(fold),
        BindExpr bind => Bind(bind),
        _ => new ConstantStep(CelError.NoOverload),
    };

    private Step Call(CallExpr call)
    {
        ImmutableArray<Step> parts = [.. call.Parts.Select(Plan)];
        return call.Function switch
        {
            "_&&_" => new LogicStep(parts[0], parts[1], decisive: false),
            "_||_" => new LogicStep(parts[0], parts[1], decisive: true),
            "_?_:_" => new ConditionalStep(parts[0], parts[1], parts[2]),
            _ => new CallStep(call.Overloads, parts),
        };
    }

    // A literal of literals is made once.
    private static Step Folded(Step step, IEnumerable<Expr> parts)
    {
        if (!parts.All(static p => p is LiteralExpr)) { return step; }
        var value = step.Evaluate(new Frame(new CelVariables(), 0, long.MaxValue, CancellationToken.None));
        return value is CelError ? step : new ConstantStep(value);
    }

    private FoldStep Fold(FoldExpr fold)
    {
        var range = Plan(fold.Range);
        var first = Declare(fold.Variable);
        var second = fold.Second is null ? -1 : Declare(fold.Second);
        var step = new FoldStep(fold.Kind, range, first, second, fold.Predicate is null ? null : Plan(fold.Predicate), fold.Transform is null ? null : Plan(fold.Transform));
        _scope.RemoveRange(first, _scope.Count - first);
        return step;
    }

    private BindStep Bind(BindExpr bind)
    {
        var value = Plan(bind.Value);
        var slot = Declare(bind.Variable);
        var step = new BindStep(slot, value, Plan(bind.Body), bind.Kind);
        _scope.RemoveAt(slot);
        return step;
    }

    private int Declare(string name)
    {
        _scope.Add(name);
        LocalsMax = Math.Max(LocalsMax, _scope.Count);
        return _scope.Count - 1;
    }
}
