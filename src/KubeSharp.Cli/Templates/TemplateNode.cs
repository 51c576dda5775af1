using System.Collections.Immutable;

namespace KubeSharp.Cli.Templates;

/// <summary>A part of a Go template.</summary>
internal abstract record TemplateNode
{
    /// <summary>Text that stands as it is.</summary>
    internal sealed record Text(string Value) : TemplateNode;

    /// <summary>{{pipeline}}: printed unless it declares a variable.</summary>
    internal sealed record Action(Pipeline Value) : TemplateNode;

    /// <summary>{{if}}, {{with}}: the first branch whose pipeline is true.</summary>
    internal sealed record Branch(Pipeline Condition, ImmutableArray<TemplateNode> Then, ImmutableArray<TemplateNode> Else, bool SetsDot) : TemplateNode;

    /// <summary>{{range}}.</summary>
    internal sealed record Range(Pipeline Over, ImmutableArray<TemplateNode> Body, ImmutableArray<TemplateNode> Else) : TemplateNode;

    /// <summary>{{template "name" pipeline}}.</summary>
    internal sealed record Call(string Name, Pipeline? Argument) : TemplateNode;

    /// <summary>{{break}}, {{continue}}.</summary>
    internal sealed record Leave(bool IsBreak) : TemplateNode;

    /// <summary>Commands joined by |, with the variables they declare or set.</summary>
    internal sealed record Pipeline(ImmutableArray<string> Variables, bool IsDeclaration, ImmutableArray<ImmutableArray<Operand>> Commands);

    /// <summary>A word of a command.</summary>
    internal abstract record Operand
    {
        /// <summary>A number, text, truth value or nil.</summary>
        internal sealed record Literal(object? Value) : Operand;

        /// <summary>.a.b, of the dot.</summary>
        internal sealed record Fields(ImmutableArray<string> Names) : Operand;

        /// <summary>$x.a.b.</summary>
        internal sealed record Variable(string Name, ImmutableArray<string> Names) : Operand;

        /// <summary>A function.</summary>
        internal sealed record Function(string Name) : Operand;

        /// <summary>(pipeline).a.b.</summary>
        internal sealed record Parenthesis(Pipeline Inner, ImmutableArray<string> Names) : Operand;
    }
}
