using System.Collections.Immutable;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>Calls that are not calls: their arguments are not evaluated as they stand. Source: Macros, in the language definition; cel-go's extensions.</summary>
internal static class Macros
{
    /// <summary>What the macro stands for; null where the call is an ordinary one.</summary>
    public static Expr? Expand(int offset, Expr? target, string name, ImmutableArray<Expr> arguments, Mistakes mistakes)
    {
        if (target is null) { return name == "has" && arguments.Length == 1 ? Has(offset, arguments[0], mistakes) : null; }
        if (target is IdentExpr { Name: "cel" } && name == "bind" && arguments.Length == 3)
        {
            return Variable(arguments[0], mistakes) is { } bound ? new BindExpr(offset, bound, arguments[1], arguments[2], BindKind.Plain) : arguments[2];
        }
        return (name, arguments.Length) switch
        {
            ("all", 2) => Fold(FoldKind.All, 1, hasPredicate: true, hasTransform: false),
            ("all", 3) => Fold(FoldKind.All, 2, hasPredicate: true, hasTransform: false),
            ("exists", 2) => Fold(FoldKind.Exists, 1, hasPredicate: true, hasTransform: false),
            ("exists", 3) => Fold(FoldKind.Exists, 2, hasPredicate: true, hasTransform: false),
            ("exists_one" or "existsOne", 2) => Fold(FoldKind.ExistsOne, 1, hasPredicate: true, hasTransform: false),
            ("exists_one" or "existsOne", 3) => Fold(FoldKind.ExistsOne, 2, hasPredicate: true, hasTransform: false),
            ("map", 2) => Fold(FoldKind.List, 1, hasPredicate: false, hasTransform: true),
            ("map", 3) => Fold(FoldKind.List, 1, hasPredicate: true, hasTransform: true),
            ("filter", 2) => Fold(FoldKind.List, 1, hasPredicate: true, hasTransform: false),
            ("transformList", 3) => Fold(FoldKind.List, 2, hasPredicate: false, hasTransform: true),
            ("transformList", 4) => Fold(FoldKind.List, 2, hasPredicate: true, hasTransform: true),
            ("transformMap", 3) => Fold(FoldKind.Map, 2, hasPredicate: false, hasTransform: true),
            ("transformMap", 4) => Fold(FoldKind.Map, 2, hasPredicate: true, hasTransform: true),
            ("transformMapEntry", 3) => Fold(FoldKind.Entries, 2, hasPredicate: false, hasTransform: true),
            ("transformMapEntry", 4) => Fold(FoldKind.Entries, 2, hasPredicate: true, hasTransform: true),
            ("optMap", 2) => Bind(BindKind.OptionalMap),
            ("optFlatMap", 2) => Bind(BindKind.OptionalFlatMap),
            _ => null,
        };

        Expr Fold(FoldKind kind, int variables, bool hasPredicate, bool hasTransform)
        {
            var first = Variable(arguments[0], mistakes);
            var second = variables == 2 ? Variable(arguments[1], mistakes) : null;
            if (first is null || (variables == 2 && second is null)) { return target; }
            if (first == second)
            {
                mistakes.Add(arguments[1].Offset, $"duplicate variable name: {second}");
                return target;
            }
            var predicate = hasPredicate ? arguments[variables] : null;
            var transform = hasTransform ? arguments[^1] : kind == FoldKind.List ? new IdentExpr(arguments[0].Offset, first) : null;
            return new FoldExpr(offset, kind, target, first, second, predicate, transform);
        }

        Expr Bind(BindKind kind) => Variable(arguments[0], mistakes) is { } variable ? new BindExpr(offset, variable, target, arguments[1], kind) : target;
    }

    private static Expr Has(int offset, Expr argument, Mistakes mistakes)
    {
        if (argument is SelectExpr { IsTest: false } select) { return new SelectExpr(offset, select.Operand, select.Field, isTest: true, select.IsOptional); }
        mistakes.Add(argument.Offset, "invalid argument to has() macro");
        return argument;
    }

    private static string? Variable(Expr argument, Mistakes mistakes)
    {
        if (argument is IdentExpr ident) { return ident.Name; }
        mistakes.Add(argument.Offset, "argument must be a simple name");
        return null;
    }
}
