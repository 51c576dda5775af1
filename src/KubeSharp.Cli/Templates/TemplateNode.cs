using System.Collections.Immutable;
using KubeSharp.Machinery.Serialization;

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
    /// <param name="At">Where the name begins in the template.</param>
    internal sealed record Call(string Name, Pipeline? Argument, int At) : TemplateNode
    {
        /// <summary>How messages show it.</summary>
        public string Shown => $"{{{{template {QuotedText.Go(Name)}{(Argument is { } pipeline ? " " + pipeline.Shown : "")}}}}}";
    }

    /// <summary>{{break}}, {{continue}}.</summary>
    internal sealed record Leave(bool IsBreak) : TemplateNode;

    /// <summary>Commands joined by |, with the variables they declare or set.</summary>
    internal sealed record Pipeline(ImmutableArray<string> Variables, bool IsDeclaration, ImmutableArray<ImmutableArray<Operand>> Commands)
    {
        /// <summary>How messages show its commands.</summary>
        public string Shown => string.Join(" | ", Commands.Select(static c => string.Join(' ', c.Select(static o => o.Shown))));
    }

    /// <summary>A word of a command.</summary>
    /// <param name="At">Where it begins in the template.</param>
    internal abstract record Operand(int At)
    {
        /// <summary>How messages show it.</summary>
        public abstract string Shown { get; }

        /// <summary>Where messages say it is: of several fields, at the second.</summary>
        public virtual int Place => At;

        /// <summary>A number, text, truth value or nil.</summary>
        internal sealed record Literal(object? Value, string Source, int At) : Operand(At)
        {
            /// <inheritdoc/>
            public override string Shown => Source;
        }

        /// <summary>.a.b, of the dot.</summary>
        internal sealed record Fields(ImmutableArray<string> Names, int At) : Operand(At)
        {
            /// <inheritdoc/>
            public override string Shown => "." + string.Join('.', Names);
            /// <inheritdoc/>
            public override int Place => Names.Length > 1 ? At + 1 + Names[0].Length : At;
        }

        /// <summary>$x.a.b.</summary>
        internal sealed record Variable(string Name, ImmutableArray<string> Names, int At) : Operand(At)
        {
            /// <inheritdoc/>
            public override string Shown => string.Concat(Names.Select(static n => $".{n}").Prepend(Name));
            /// <inheritdoc/>
            public override int Place => Names.Length > 0 ? At + Name.Length : At;
        }

        /// <summary>A function.</summary>
        internal sealed record Function(string Name, int At) : Operand(At)
        {
            /// <inheritdoc/>
            public override string Shown => Name;
        }

        /// <summary>(pipeline).a.b.</summary>
        internal sealed record Parenthesis(Pipeline Inner, ImmutableArray<string> Names, int At) : Operand(At)
        {
            /// <inheritdoc/>
            public override string Shown => $"({Inner.Shown})" + string.Concat(Names.Select(static n => $".{n}"));
        }
    }
}
