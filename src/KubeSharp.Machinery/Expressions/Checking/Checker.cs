using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Libraries;
using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Checking;

/// <summary>Gives each part of an expression its type and each call its overloads; notes what does not fit.</summary>
internal sealed class Checker(CelEnvironment environment, Mistakes mistakes)
{
    private readonly Substitution _types = new();
    private readonly List<(string Name, CelType Type)> _scope = [];

    /// <summary>The type of the whole; where there are mistakes it means nothing.</summary>
    public CelType Check(Expr root)
    {
        var type = Visit(root);
        Close(root);
        return _types.Resolve(type, closes: true);
    }

    private void Close(Expr expr)
    {
        expr.Type = _types.Resolve(expr.Type, closes: true);
        foreach (var part in expr.Parts) { Close(part); }
    }

    private CelType Visit(Expr expr) => expr.Type = expr switch
    {
        LiteralExpr literal => literal.Value.Type,
        IdentExpr ident => Ident(ident),
        SelectExpr select => Select(select),
        CallExpr call => Call(call),
        ListExpr list => List(list),
        MapExpr map => Map(map),
        StructExpr built => Struct(built),
        FoldExpr fold => Fold(fold),
        BindExpr bind => Bind(bind),
        _ => CelType.Dyn,
    };

    private CelType Ident(IdentExpr ident)
    {
        if (Find(ident.Name) is { } type) { return type; }
        if (TypeNames.Find(ident.Name) is { } named)
        {
            ident.Constant = new CelTypeValue(named);
            return CelType.TypeOf(named);
        }
        return Undeclared(ident.Offset, ident.Name);
    }

    private CelType? Find(string name)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            if (_scope[i].Name == name) { return _scope[i].Type; }
        }
        return environment.Variable(name);
    }

    private CelType Undeclared(int offset, string name)
    {
        mistakes.Add(offset, $"undeclared reference to '{name}' (in container '')");
        return CelType.Dyn;
    }

    private CelType Select(SelectExpr select)
    {
        if (!select.IsTest && SelectExpr.QualifiedName(select) is { } name)
        {
            if (environment.Variable(name) is { } variable)
            {
                select.Variable = name;
                return variable;
            }
            if (TypeNames.Find(name) is { } named)
            {
                select.Constant = new CelTypeValue(named);
                return CelType.TypeOf(named);
            }
        }
        var operand = _types.Resolve(Visit(select.Operand), closes: false);
        var isOptional = operand.Kind == CelKind.Optional;
        var result = FieldType(select, isOptional ? _types.Resolve(operand.Item, closes: false) : operand);
        if (select.IsTest) { return CelType.Bool; }
        return isOptional || select.IsOptional ? CelType.OptionalOf(result) : result;
    }

    private CelType FieldType(SelectExpr select, CelType operand)
    {
        switch (operand.Kind)
        {
            case CelKind.Map: return operand.Value;
            case CelKind.Dyn or CelKind.Parameter: return CelType.Dyn;
            case CelKind.Object:
                if (operand.Field(select.Field) is { } field) { return field.Type; }
                mistakes.Add(select.Offset, $"undefined field '{select.Field}'");
                return CelType.Dyn;
            default:
                mistakes.Add(select.Offset, $"type '{operand}' does not support field selection");
                return CelType.Dyn;
        }
    }

    private CelType Call(CallExpr call)
    {
        if (call.Target is not null && SelectExpr.QualifiedName(call.Target) is { } prefix && Find(prefix.Split('.')[0]) is null
            && environment.Function($"{prefix}.{call.Function}") is { } qualified)
        {
            (call.Function, call.Target) = (qualified.Name, null);
        }
        ImmutableArray<CelType> given = [.. call.Parts.Select(Visit)];
        if (environment.Function(call.Function) is not { } function) { return Undeclared(call.Offset, call.Function); }
        CelType? result = null;
        var overloads = ImmutableArray.CreateBuilder<CelOverload>();
        foreach (var overload in function.Overloads)
        {
            if (overload.IsMember != call.Target is not null || Match(overload, given) is not { } type) { continue; }
            overloads.Add(overload);
            result = result is null || result.Equals(type) ? result ?? type : CelType.Dyn;
        }
        call.Overloads = overloads.ToImmutable();
        return result ?? NoOverload(call, given);
    }

    private CelType? Match(CelOverload overload, ImmutableArray<CelType> given)
    {
        if (overload.Arguments.Length != given.Length) { return null; }
        var (saved, fresh) = (_types.Save(), new Dictionary<string, CelType>());
        for (var i = 0; i < given.Length; i++)
        {
            if (_types.IsAssignable(_types.Instantiate(overload.Arguments[i], fresh), given[i])) { continue; }
            _types.Restore(saved);
            return null;
        }
        return _types.Resolve(_types.Instantiate(overload.Result, fresh), closes: false);
    }

    private CelType NoOverload(CallExpr call, ImmutableArray<CelType> given)
    {
        var shown = given.Select(g => _types.Resolve(g, closes: true).ToString()).ToArray();
        var applied = call.Target is null ? $"({string.Join(", ", shown)})" : $"{shown[0]}.({string.Join(", ", shown[1..])})";
        NoOverload(call.Offset, call.Function, applied);
        return CelType.Dyn;
    }

    private void NoOverload(int offset, string function, string applied) => mistakes.Add(offset, $"found no matching overload for '{function}' applied to '{applied}'");

    private CelType List(ListExpr list)
    {
        CelType? item = null;
        foreach (var (value, isOptional) in list.Items) { item = Join(item, Element(value, isOptional), value.Offset); }
        return CelType.ListOf(item ?? _types.Fresh());
    }

    private CelType Map(MapExpr map)
    {
        CelType? key = null;
        CelType? value = null;
        foreach (var entry in map.Entries)
        {
            key = Join(key, Visit(entry.Key), entry.Key.Offset);
            value = Join(value, Element(entry.Value, entry.IsOptional), entry.Value.Offset);
        }
        return CelType.MapOf(key ?? _types.Fresh(), value ?? _types.Fresh());
    }

    private CelType Element(Expr value, bool isOptional)
    {
        var type = _types.Resolve(Visit(value), closes: false);
        if (!isOptional || type.Kind == CelKind.Dyn) { return type; }
        if (type.Kind == CelKind.Optional) { return type.Item; }
        mistakes.Add(value.Offset, $"expected type 'optional_type({type})' but found '{type}'");
        return CelType.Dyn;
    }

    // Items of one literal have one type.
    private CelType Join(CelType? all, CelType next, int offset)
    {
        if (all is null) { return next; }
        if (_types.IsAssignable(all, next)) { return next.Kind == CelKind.Dyn || all.Kind == CelKind.Null ? next : all; }
        mistakes.Add(offset, $"expected type '{_types.Resolve(all, closes: true)}' but found '{_types.Resolve(next, closes: true)}'");
        return CelType.Dyn;
    }

    private CelType Struct(StructExpr built)
    {
        var type = environment.Types?.Invoke(built.Name);
        foreach (var (offset, name, value, isOptional) in built.Fields)
        {
            var given = Element(value, isOptional);
            if (type is null) { continue; }
            if (type.Field(name) is not { } field) { mistakes.Add(offset, $"undefined field '{name}'"); }
            else if (!_types.IsAssignable(field.Type, given))
            {
                mistakes.Add(offset, $"expected type of field '{name}' is '{field.Type}' but provided type is '{_types.Resolve(given, closes: true)}'");
            }
        }
        return type ?? Undeclared(built.Offset, built.Name);
    }

    private CelType Fold(FoldExpr fold)
    {
        var range = _types.Resolve(Visit(fold.Range), closes: false);
        var (key, value) = range.Kind switch
        {
            CelKind.List => (CelType.Int, range.Item),
            CelKind.Map => (range.Key, range.Value),
            CelKind.Dyn or CelKind.Parameter => (CelType.Dyn, CelType.Dyn),
            _ => NoRange(fold.Range.Offset, range),
        };
        var depth = _scope.Count;
        _scope.Add((fold.Variable, fold.Second is null && range.Kind != CelKind.Map ? value : key));
        if (fold.Second is not null) { _scope.Add((fold.Second, value)); }
        if (fold.Predicate is not null) { CheckPredicate(fold, Visit(fold.Predicate)); }
        var transform = fold.Transform is null ? CelType.Dyn : Visit(fold.Transform);
        _scope.RemoveRange(depth, _scope.Count - depth);
        return fold.Kind switch
        {
            FoldKind.List => CelType.ListOf(transform),
            FoldKind.Map => CelType.MapOf(key, transform),
            FoldKind.Entries => Entries(fold, _types.Resolve(transform, closes: false)),
            _ => CelType.Bool,
        };
    }

    private (CelType, CelType) NoRange(int offset, CelType range)
    {
        mistakes.Add(offset, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
        return (CelType.Dyn, CelType.Dyn);
    }

    private CelType Entries(FoldExpr fold, CelType transform)
    {
        if (transform.Kind is CelKind.Map or CelKind.Dyn) { return transform.Kind == CelKind.Map ? transform : CelType.Map; }
        NoOverload(fold.Offset, "cel.@mapInsert", $"(map(dyn, dyn), {transform})");
        return CelType.Map;
    }

    private void CheckPredicate(FoldExpr fold, CelType predicate)
    {
        if (_types.IsAssignable(CelType.Bool, predicate)) { return; }
        var shown = _types.Resolve(predicate, closes: true);
        var (function, applied) = fold.Kind switch
        {
            FoldKind.All => ("_&&_", $"(bool, {shown})"),
            FoldKind.Exists => ("_||_", $"(bool, {shown})"),
            FoldKind.ExistsOne => ("_?_:_", $"({shown}, int, int)"),
            _ => ("_?_:_", $"({shown}, list(dyn), list(dyn))"),
        };
        NoOverload(fold.Offset, function, applied);
    }

    private CelType Bind(BindExpr bind)
    {
        var value = _types.Resolve(Visit(bind.Value), closes: false);
        if (bind.Kind != BindKind.Plain)
        {
            if (value.Kind is not (CelKind.Optional or CelKind.Dyn)) { NoOverload(bind.Offset, bind.Kind == BindKind.OptionalMap ? "optMap" : "optFlatMap", $"{value}.(dyn, dyn)"); }
            value = value.Kind == CelKind.Optional ? value.Item : CelType.Dyn;
        }
        _scope.Add((bind.Variable, value));
        var body = Visit(bind.Body);
        _scope.RemoveAt(_scope.Count - 1);
        return bind.Kind == BindKind.OptionalMap ? CelType.OptionalOf(body) : body;
    }
}
