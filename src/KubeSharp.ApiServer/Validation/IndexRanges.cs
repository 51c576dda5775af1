using System.Globalization;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Indexes of a Job as texts: 1,3-5. Source: Jobs, completed indexes.</summary>
public static class IndexRanges
{
    /// <summary>How many indexes the text names; or what is wrong with it: they must be in order, apart and below the number of completions.</summary>
    public static (long Count, string? Wrong) Count(string text, long completions)
    {
        var (count, last) = (0L, (long?)null);
        foreach (var part in text.Length == 0 ? [] : text.Split(','))
        {
            var (from, to, wrong) = Interval(part, completions);
            if (wrong is not null) { return (0, wrong); }
            if (last >= from) { return (0, $"non-increasing order, previous: {last}, current: {from}"); }
            (count, last) = (count + to - from + 1, to);
        }
        return (count, null);
    }

    /// <summary>The first index that both texts name; null where there is none. Intervals that cannot be read count for nothing.</summary>
    public static long? Overlap(string a, string b, long completions)
    {
        var others = Read(b, completions).ToArray();
        return Read(a, completions).SelectMany(x => others.Where(y => x.From <= y.To && y.From <= x.To).Select(y => (long?)Math.Max(x.From, y.From))).Min();
    }

    private static IEnumerable<(long From, long To)> Read(string text, long completions) =>
        (text.Length == 0 ? [] : text.Split(',')).Select(p => Interval(p, completions)).Where(static i => i.Wrong is null).Select(static i => (i.From, i.To));

    private static (long From, long To, string? Wrong) Interval(string text, long completions)
    {
        var ends = text.Split('-');
        if (ends.Length > 2) { return (0, 0, $"the fragment \"{text}\" violates the requirement that an index interval can have at most two parts separated by '-'"); }
        foreach (var end in ends)
        {
            if (!int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) { return (0, 0, $"cannot convert string to integer for index: \"{end}\""); }
            if (index >= completions) { return (0, 0, $"too large index: \"{end}\""); }
        }
        var (from, to) = (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
        return ends.Length == 2 && from >= to ? (0, 0, $"non-increasing order, previous: {from}, current: {to}") : (from, to, null);
    }
}
