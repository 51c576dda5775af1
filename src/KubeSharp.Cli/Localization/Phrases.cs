namespace KubeSharp.Cli.Localization;

/// <summary>Sentences of one language with what they are in another. A sentence may have gaps: {} for any text, {*} for a text that is a sentence itself.</summary>
internal sealed class Phrases
{
    private const string Gap = "{}";
    private const string SentenceGap = "{*}";
    private const int DepthMax = 4;
    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);
    private readonly List<(string[] Parts, bool TakesLines, string To)> _gapped = [];

    /// <summary>Reads lines of a sentence, a tab, and what it is in the other language; # begins a comment.</summary>
    public static Phrases Parse(string text)
    {
        var phrases = new Phrases();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith('#') || line.Split('\t') is not [var from, var to]) { continue; }
            if (from.Contains('{', StringComparison.Ordinal)) { phrases._gapped.Add((from.Replace(SentenceGap, Gap, StringComparison.Ordinal).Split(Gap), from.Contains(SentenceGap, StringComparison.Ordinal), to)); }
            else { phrases._whole[from] = to; }
        }
        return phrases;
    }

    /// <summary>The text in the other language: as a whole, or line by line; what is not known stays. Pure.</summary>
    public string Translate(string text)
    {
        if (Sentence(text, DepthMax) is { } known) { return known; }
        return text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(l => Sentence(l, DepthMax) ?? l)) : text;
    }

    private string? Sentence(string text, int depth)
    {
        if (_whole.TryGetValue(text, out var whole)) { return whole; }
        var trimmed = text.Trim();
        if (trimmed.Length == 0 || depth == 0) { return null; }
        if (trimmed.Length < text.Length) { return Sentence(trimmed, depth) is { } inner ? text.Replace(trimmed, inner, StringComparison.Ordinal) : null; }
        foreach (var (parts, takesLines, to) in _gapped)
        {
            if (Pieces(text, parts) is { } pieces && (takesLines || !text.Contains('\n', StringComparison.Ordinal))) { return Filled(to, pieces, depth); }
        }
        return null;
    }

    // What stands in the gaps, each as short as may be; null: the text is no such sentence.
    private static List<string>? Pieces(string text, string[] parts)
    {
        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || !text.EndsWith(parts[^1], StringComparison.Ordinal)) { return null; }
        var pieces = new List<string>();
        var at = parts[0].Length;
        for (var i = 1; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            var next = isLast ? text.Length - parts[i].Length : text.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (next < at) { return null; }
            pieces.Add(text[at..next]);
            at = next + parts[i].Length;
        }
        return pieces;
    }

    private string Filled(string to, List<string> pieces, int depth)
    {
        foreach (var piece in pieces)
        {
            var at = to.IndexOf('{', StringComparison.Ordinal);
            if (at < 0) { break; }
            var isSentence = to.AsSpan(at).StartsWith(SentenceGap);
            var text = isSentence ? Lines(piece, depth - 1) : piece;
            // The braces of what is filled in must not be taken for gaps: they are put back at the end.
            to = string.Concat(to.AsSpan(0, at), text.Replace('{', '\u0001'), to.AsSpan(at + (isSentence ? SentenceGap.Length : Gap.Length)));
        }
        return to.Replace('\u0001', '{');
    }

    private string Lines(string text, int depth) => Sentence(text, depth) ?? string.Join('\n', text.Split('\n').Select(l => Sentence(l, depth) ?? l));
}
