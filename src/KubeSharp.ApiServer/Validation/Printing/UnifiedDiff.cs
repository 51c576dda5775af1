using System.Text;

namespace KubeSharp.ApiServer.Validation.Printing;

/// <summary>
/// What tells two texts apart, in hunks with lines around them.
/// Compat: which lines are matched follows the longest run that both have, left and right of it again, where lines that stand in more than a hundredth
/// of a long text begin no run; pinned by the recorded answers.
/// </summary>
internal static class UnifiedDiff
{
    private const int LongTextLinesMin = 200;

    private readonly record struct Run(int Before, int Now, int Count);

    private readonly record struct Change(bool IsSame, int Before, int BeforeEnd, int Now, int NowEnd);

    /// <summary>The hunks; nothing where the texts are the same.</summary>
    public static string Between(string[] before, string[] now, int contextLines)
    {
        var text = new StringBuilder();
        foreach (var hunk in Hunks(Changes(Runs(before, now), before.Length, now.Length), contextLines))
        {
            text.Append("@@ -").Append(Range(hunk[0].Before, hunk[^1].BeforeEnd)).Append(" +").Append(Range(hunk[0].Now, hunk[^1].NowEnd)).Append(" @@\n");
            foreach (var change in hunk)
            {
                if (change.IsSame) { Write(text, ' ', before.AsSpan(change.Before..change.BeforeEnd)); continue; }
                Write(text, '-', before.AsSpan(change.Before..change.BeforeEnd));
                Write(text, '+', now.AsSpan(change.Now..change.NowEnd));
            }
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, char mark, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) { text.Append(mark).Append(line).Append('\n'); }
    }

    private static string Range(int start, int end) => (end - start) switch
    {
        1 => $"{start + 1}",
        0 => $"{start},0",
        var count => $"{start + 1},{count}",
    };

    // Same lines far from any change are left out and part the hunks.
    private static List<List<Change>> Hunks(List<Change> changes, int contextLines)
    {
        var hunks = new List<List<Change>>();
        var hunk = new List<Change>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            if (change.IsSame && i == 0) { change = Tail(change, contextLines); }
            if (change.IsSame && i == changes.Count - 1) { change = Head(change, contextLines); }
            if (change.IsSame && change.BeforeEnd - change.Before > 2 * contextLines)
            {
                hunk.Add(Head(change, contextLines));
                hunks.Add(hunk);
                hunk = [];
                change = Tail(change, contextLines);
            }
            hunk.Add(change);
        }
        if (hunk.Exists(static c => !c.IsSame)) { hunks.Add(hunk); }
        return hunks;
    }

    private static Change Head(Change same, int lines) => same with { BeforeEnd = Math.Min(same.BeforeEnd, same.Before + lines), NowEnd = Math.Min(same.NowEnd, same.Now + lines) };

    private static Change Tail(Change same, int lines) => same with { Before = Math.Max(same.Before, same.BeforeEnd - lines), Now = Math.Max(same.Now, same.NowEnd - lines) };

    private static List<Change> Changes(List<Run> runs, int beforeCount, int nowCount)
    {
        var changes = new List<Change>();
        var (i, j) = (0, 0);
        foreach (var run in runs.Append(new Run(beforeCount, nowCount, 0)))
        {
            if (i < run.Before || j < run.Now) { changes.Add(new(false, i, run.Before, j, run.Now)); }
            (i, j) = (run.Before + run.Count, run.Now + run.Count);
            if (run.Count == 0) { continue; }
            if (changes is [.., { IsSame: true } last]) { changes[^1] = last with { BeforeEnd = i, NowEnd = j }; }
            else { changes.Add(new(true, run.Before, i, run.Now, j)); }
        }
        return changes;
    }

    // The runs in order: the longest first, then what is left and right of it.
    private static List<Run> Runs(string[] before, string[] now)
    {
        var places = now.Index().GroupBy(static l => l.Item).ToDictionary(static g => g.Key, static g => g.Select(static l => l.Index).ToArray(), StringComparer.Ordinal);
        if (now.Length >= LongTextLinesMin) { places = places.Where(p => p.Value.Length <= now.Length / 100 + 1).ToDictionary(StringComparer.Ordinal); }
        var runs = new List<Run>();
        var left = new Stack<(int Before, int BeforeEnd, int Now, int NowEnd)>([(0, before.Length, 0, now.Length)]);
        while (left.TryPop(out var part))
        {
            var run = Longest(before, now, places, part);
            if (run.Count == 0) { continue; }
            runs.Add(run);
            if (part.Before < run.Before && part.Now < run.Now) { left.Push((part.Before, run.Before, part.Now, run.Now)); }
            if (run.Before + run.Count < part.BeforeEnd && run.Now + run.Count < part.NowEnd) { left.Push((run.Before + run.Count, part.BeforeEnd, run.Now + run.Count, part.NowEnd)); }
        }
        runs.Sort(static (a, b) => a.Before.CompareTo(b.Before));
        return runs;
    }

    private static Run Longest(string[] before, string[] now, Dictionary<string, int[]> places, (int Before, int BeforeEnd, int Now, int NowEnd) part)
    {
        var (start, other, count) = (part.Before, part.Now, 0);
        var ending = new Dictionary<int, int>();
        for (var i = part.Before; i < part.BeforeEnd; i++)
        {
            var next = new Dictionary<int, int>();
            foreach (var j in places.GetValueOrDefault(before[i], []))
            {
                if (j < part.Now || j >= part.NowEnd) { continue; }
                var length = next[j] = ending.GetValueOrDefault(j - 1) + 1;
                if (length > count) { (start, other, count) = (i - length + 1, j - length + 1, length); }
            }
            ending = next;
        }
        while (start > part.Before && other > part.Now && before[start - 1] == now[other - 1]) { (start, other, count) = (start - 1, other - 1, count + 1); }
        while (start + count < part.BeforeEnd && other + count < part.NowEnd && before[start + count] == now[other + count]) { count++; }
        return new(start, other, count);
    }
}
