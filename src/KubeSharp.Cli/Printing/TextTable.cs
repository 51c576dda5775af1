using System.Text;

namespace KubeSharp.Cli.Printing;

/// <summary>Lays cells out in columns, three spaces apart and at least six wide; widths once used stay, so that later rows stand under earlier ones.</summary>
/// <param name="gap">Spaces between columns.</param>
/// <param name="widthMin">The least width of a column.</param>
/// <param name="padsLast">Whether the last column is as wide as the others, with spaces to the end of the line.</param>
internal sealed class TextTable(int gap = 3, int widthMin = 6, bool padsLast = false)
{
    private readonly List<int> _widest = [];
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row; line breaks in a cell cut it.</summary>
    public void Add(IReadOnlyList<string> cells) => _rows.Add([.. cells.Select(Cut)]);

    /// <summary>Writes the rows added since the last time.</summary>
    public void Flush(TextWriter to)
    {
        WriteBlock(to, 0, _rows.Count, []);
        _rows.Clear();
        to.Flush();
    }

    // Compat: a column is as wide as the cells of rows that follow each other and have one in it, and as those before. Source: upstream's tab writer.
    private void WriteBlock(TextWriter to, int from, int end, List<int> widths)
    {
        var column = widths.Count;
        for (var at = from; at < end; at++)
        {
            if (column >= Padded(_rows[at])) { continue; }
            WriteRows(to, from, at, widths);
            from = at;
            if (_widest.Count == column) { _widest.Add(widthMin); }
            for (; at < end && column < Padded(_rows[at]); at++) { _widest[column] = Math.Max(_widest[column], Width(_rows[at][column]) + gap); }
            widths.Add(_widest[column]);
            WriteBlock(to, from, at, widths);
            widths.RemoveAt(column);
            from = at;
        }
        WriteRows(to, from, end, widths);
    }

    private void WriteRows(TextWriter to, int from, int end, List<int> widths)
    {
        foreach (var row in _rows[from..end])
        {
            var line = new StringBuilder();
            for (var i = 0; i < row.Count; i++)
            {
                line.Append(row[i]);
                if (i < widths.Count) { line.Append(' ', widths[i] - Width(row[i])); }
            }
            to.Write(line.Append('\n'));
        }
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
