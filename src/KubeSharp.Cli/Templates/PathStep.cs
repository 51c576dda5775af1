using System.Collections.Immutable;

namespace KubeSharp.Cli.Templates;

/// <summary>A part of a JSONPath template.</summary>
internal abstract record PathStep
{
    /// <summary>Text that stands as it is.</summary>
    internal sealed record Text(string Value) : PathStep;

    /// <summary>An expression in braces.</summary>
    internal sealed record Expression(ImmutableArray<PathStep> Steps) : PathStep;

    /// <summary>{range …}{end}; the end may be missing.</summary>
    internal sealed record Range(Expression Over, ImmutableArray<PathStep> Body, bool IsClosed) : PathStep;

    /// <summary>.name</summary>
    internal sealed record Field(string Name) : PathStep;

    /// <summary>.*</summary>
    internal sealed record Wildcard : PathStep;

    /// <summary>..</summary>
    internal sealed record Descend : PathStep;

    /// <summary>[from:to:step], and [*].</summary>
    internal sealed record Slice(int? From, int? To, int? By, bool IsIndex) : PathStep;

    /// <summary>[?(left operator right)].</summary>
    internal sealed record Filter(Expression Left, string Operator, Expression? Right) : PathStep;

    /// <summary>['a','b'], [1,2].</summary>
    internal sealed record Union(ImmutableArray<Expression> Members) : PathStep;

    /// <summary>What is read but cannot be evaluated.</summary>
    internal sealed record Wrong(string Why) : PathStep;

    /// <summary>A number, text or truth value.</summary>
    internal sealed record Literal(object Value) : PathStep;
}
