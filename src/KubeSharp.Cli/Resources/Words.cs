namespace KubeSharp.Cli.Resources;

/// <summary>Words that are nearly what was meant.</summary>
internal static class Words
{
    private const int DistanceMax = 2;

    /// <summary>The candidate that differs least from a word, at most by two letters; empty: none.</summary>
    public static string Closest(string word, IEnumerable<string> candidates) =>
        candidates.Distinct().Select(c => (c, Distance: Distance(word.ToLowerInvariant(), c))).Where(x => x.Distance <= Math.Min(DistanceMax, Math.Max(1, word.Length / 3)))
            .OrderBy(static x => x.Distance).ThenBy(static x => x.c, StringComparer.Ordinal).FirstOrDefault().c ?? "";

    /// <summary>Letters to put in, take out or replace.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, _) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
