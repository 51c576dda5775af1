using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Cli.Printing;

/// <summary>The order of values for --sort-by: numbers by size, quantities by amount, texts with the numbers in them counted.</summary>
internal static class SortOrder
{
    /// <summary>As a comparer does; what is missing comes first.</summary>
    public static int Compare(Node? a, Node? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (NumberNode x, NumberNode y) => x.Double.CompareTo(y.Double),
        (StringNode x, StringNode y) => Texts(x.Value, y.Value),
        _ => string.CompareOrdinal(GoFormat.Value(a), GoFormat.Value(b)),
    };

    private static int Texts(string a, string b)
    {
        if (Quantity.TryParse(a, out var left) && Quantity.TryParse(b, out var right)) { return left.CompareTo(right); }
        return Natural(a, b);
    }

    private static int Natural(string a, string b)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (!char.IsAsciiDigit(a[i]) || !char.IsAsciiDigit(b[j]))
            {
                if (a[i] != b[j]) { return a[i].CompareTo(b[j]); }
                i++;
                j++;
                continue;
            }
            var (x, y) = (Run(a, ref i), Run(b, ref j));
            var order = x.Length != y.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
            if (order != 0) { return order; }
        }
        return (a.Length - i).CompareTo(b.Length - j);
    }

    private static string Run(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) { at++; }
        return text[start..at].TrimStart('0');
    }
}
