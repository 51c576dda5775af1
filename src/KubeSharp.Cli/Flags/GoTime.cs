namespace KubeSharp.Cli.Flags;

/// <summary>Times as RFC 3339 writes them, and what is wrong with others in the words of Go's package time.</summary>
internal static class GoTime
{
    // The parts in their order: how they are named, their length, least and most (most 0: any).
    private static readonly (string Name, int Length, string Called, int Min, int Max)[] _parts =
    [
        ("2006", 4, "", 0, 0), ("-", 1, "", 0, 0), ("01", 2, "month", 1, 12), ("-", 1, "", 0, 0), ("02", 2, "day", 1, 31), ("T", 1, "", 0, 0),
        ("15", 2, "hour", 0, 23), (":", 1, "", 0, 0), ("04", 2, "minute", 0, 59), (":", 1, "", 0, 0), ("05", 2, "second", 0, 59),
    ];

    /// <summary>What is wrong with a time; null: nothing is. Pure.</summary>
    public static string? Mistake(string text)
    {
        var (rest, year, month) = (text, 0, 0);
        string Unparsed(string name) => $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{rest}\" as \"{name}\"";
        string Out(string what) => $"parsing time \"{text}\": {what} out of range";
        foreach (var (name, length, called, min, max) in _parts)
        {
            if (length == 1)
            {
                if (!rest.StartsWith(name, StringComparison.Ordinal)) { return Unparsed(name); }
                rest = rest[1..];
                continue;
            }
            if (rest.Length < length || !rest.AsSpan(0, length).ContainsOnlyDigits()) { return Unparsed(name); }
            var value = int.Parse(rest.AsSpan(0, length), System.Globalization.CultureInfo.InvariantCulture);
            if (max > 0 && (value < min || value > max)) { return Out(called); }
            if (called == "day" && year > 0 && value > DateTime.DaysInMonth(year, month)) { return Out("day"); }
            (year, month, rest) = (name == "2006" ? value : year, name == "01" ? value : month, rest[length..]);
        }
        if (rest is ['.' or ',', >= '0' and <= '9', ..]) { rest = rest[1..].TrimStart("0123456789").ToString(); }
        if (rest is ['Z', ..]) { return rest.Length == 1 ? null : $"parsing time \"{text}\": extra text: \"{rest[1..]}\""; }
        var isZone = rest.Length >= 6 && rest[0] is '+' or '-' && rest[3] == ':' && rest.AsSpan(1, 2).ContainsOnlyDigits() && rest.AsSpan(4, 2).ContainsOnlyDigits();
        return !isZone ? Unparsed("Z07:00") : rest.Length > 6 ? $"parsing time \"{text}\": extra text: \"{rest[6..]}\"" : null;
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static ReadOnlySpan<char> TrimStart(this string text, string any) => text.AsSpan().TrimStart(any);
}
