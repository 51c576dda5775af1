using System.Collections.Immutable;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>Gathers what is wrong with an expression's text; at most <see cref="CountMax"/> are kept.</summary>
internal sealed class Mistakes(string source)
{
    private const int CountMax = 100;
    private readonly List<CelMistake> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(int offset, string message)
    {
        if (_found.Count >= CountMax) { return; }
        var (line, lineStart) = (1, 0);
        for (var i = 0; i < offset && i < source.Length; i++)
        {
            if (source[i] != '\n') { continue; }
            line++;
            lineStart = i + 1;
        }
        var column = 0;
        for (var i = lineStart; i < offset; i++)
        {
            if (i >= source.Length || !char.IsLowSurrogate(source[i])) { column++; }
        }
        _found.Add(new(line, column, message));
    }

    public ImmutableArray<CelMistake> InOrder() => [.. _found.OrderBy(static m => m.Line).ThenBy(static m => m.Column)];
}
