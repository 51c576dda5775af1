using System.Text;
using KubeSharp.Cli.Connection;

namespace KubeSharp.Cli.Describing;

/// <summary>Text in elastic columns: cells that end in a tab line up with those above and below, two spaces apart.</summary>
internal sealed class Sheet
{
    private const int Gap = 2;
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line, two spaces deeper for each level.</summary>
    public Sheet Line(int level, string text)
    {
        _text.Append(' ', level * 2).Append(text).Append('\n');
        return this;
    }

    /// <summary>Adds "name:", a tab and the value.</summary>
    public Sheet Field(int level, string name, object? value) => Line(level, $"{name}:\t{value}");

    /// <summary>The text with its tabs as they are.</summary>
    public string WithTabs() => Escapes.Neutralize(_text.ToString());

    /// <summary>The text with its columns laid out.</summary>
    public override string ToString()
    {
        var lines = (_text.Length > 0 ? _text.ToString(0, _text.Length - 1) : "").Split('\n').Select(static l => Escapes.Neutralize(l).Split('\t')).ToArray();
        var widths = lines.Select(static l => new int[l.Length]).ToArray();
        Lay(lines, widths, 0, lines.Length, 0);
        var laid = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            for (var j = 0; j < lines[i].Length; j++)
            {
                laid.Append(lines[i][j]);
                if (j + 1 < lines[i].Length) { laid.Append(' ', Math.Max(0, widths[i][j] - Width(lines[i][j]))); }
            }
            laid.Append('\n');
        }
        return laid.ToString();
    }

    // A column is a run of lines that have a cell ended by a tab at that place.
    private static void Lay(string[][] lines, int[][] widths, int from, int to, int column)
    {
        for (var i = from; i < to; i++)
        {
            if (lines[i].Length - 1 <= column) { continue; }
            var end = i;
            var width = 0;
            for (; end < to && lines[end].Length - 1 > column; end++) { width = Math.Max(width, Width(lines[end][column]) + Gap); }
            for (var k = i; k < end; k++) { widths[k][column] = width; }
            Lay(lines, widths, i, end, column + 1);
            i = end - 1;
        }
    }

    private static int Width(string text) => text.EnumerateRunes().Count();
}
