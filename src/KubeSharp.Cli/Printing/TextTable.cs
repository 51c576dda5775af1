using System.Text;

namespace KubeSharp.Cli.Printing;

/// <summary>Lays cells out in columns, three spaces apart and at least six wide; widths once used stay, so that later rows stand under earlier ones.</summary>
/// <param name="gap">Spaces between columns.</param>
/// <param name="widthMin">The least width of a column.</param>
/// <param name="padsLast">Whether the last column is as wide as the others, with spaces to the end of the line.</param>
internal sealed class TextTable(int gap = 3, int widthMin = 6, bool padsLast = false)
{
    private readonly List<int> _widths = [];
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row; line breaks in a cell cut it.</summary>
    public void Add(IReadOnlyList<string> cells) => _rows.Add([.. cells.Select(Cut)]);

    /// <summary>Writes the rows added since the last time.</summary>
    public void Flush(TextWriter to)
    {
        foreach (var row in _rows)
        {
            for (var i = 0; i < Padded(row); i++)
            {
                if (i >= _widths.Count) { _widths.Add(widthMin); }
                _widths[i] = Math.Max(_widths[i], Width(row[i]) + gap);
            }
        }
        foreach (var row in _rows)
        {
            var line = new StringBuilder();
            for (var i = 0; i < row.Count; i++)
            {
                line.Append(row[i]);
                if (i < Padded(row)) { line.Append(' ', _widths[i] - Width(row[i])); }
            }
            to.Write(line.Append('\n'));
        }
        _rows.Clear();
        to.Flush();
    }

    private int Padded(IReadOnlyList<string> row) => padsLast ? row.Count : row.Count - 1;

    // Compat: a character counts as one wide, as upstream's tab writer counts.
    private static int Width(string text) => text.EnumerateRunes().Count();

    private static string Cut(string cell)
    {
        var at = cell.AsSpan().IndexOfAny("\f\n\r");
        return Connection.Escapes.Neutralize(at < 0 ? cell : cell[..at] + "...");
    }
}
