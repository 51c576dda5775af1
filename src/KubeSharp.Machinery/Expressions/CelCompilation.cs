using System.Collections.Immutable;
using System.Text;

namespace KubeSharp.Machinery.Expressions;

/// <summary>What compiling came to: an expression, or what is wrong with its text.</summary>
/// <param name="Source">The text.</param>
/// <param name="Expression">Ready to evaluate; null where there are mistakes.</param>
/// <param name="Mistakes">In the order of the text.</param>
public sealed record CelCompilation(string Source, CelExpression? Expression, ImmutableArray<CelMistake> Mistakes)
{
    /// <summary>The result has not the type that was expected; that is the only thing wrong.</summary>
    public bool IsWrongResult { get; init; }

    /// <summary>All mistakes as cel-go prints them: <c>ERROR: &lt;input&gt;:1:6: …</c>, the line, and a mark beneath. Empty: none.</summary>
    public string ErrorText
    {
        get
        {
            var text = new StringBuilder();
            var lines = Source.Split('\n');
            foreach (var mistake in Mistakes)
            {
                if (text.Length > 0) { text.Append('\n'); }
                if (IsWrongResult) { text.Append(mistake.Message); continue; }
                text.Append($"ERROR: <input>:{mistake.Line}:{mistake.Column + 1}: {mistake.Message}");
                if (mistake.Line > lines.Length) { continue; }
                text.Append("\n | ").Append(lines[mistake.Line - 1].Replace('\t', ' ')).Append("\n | ").Append('.', mistake.Column).Append('^');
            }
            return text.ToString();
        }
    }
}
