using System.Globalization;

namespace KubeSharp.Machinery.Schemas;

/// <summary>Times as Go reads them by a layout, and what it says of a text that is none. Pure. Source: Go's package time, Parse; apimachinery, Time and MicroTime.</summary>
public static class GoTimes
{
    /// <summary>Time: whole seconds; a fraction is read all the same.</summary>
    public const string Seconds = "2006-01-02T15:04:05Z07:00";

    /// <summary>MicroTime: a fraction of exactly six digits.</summary>
    public const string Micros = "2006-01-02T15:04:05.000000Z07:00";

    private const int ZoneHoursMax = 24, ZoneMinutesMax = 60, ZoneLength = 6;

    // What a layout is made of: how it is written, what it must lie between, what it is called where it does not.
    private static readonly (string Element, int Min, int Max, string Name)[] _elements =
        [("2006", 0, 9999, "year"), ("01", 1, 12, "month"), ("02", 0, 99, "day"), ("15", 0, 23, "hour"), ("04", 0, 59, "minute"), ("05", 0, 59, "second")];

    /// <summary>The time that the text tells, in UTC; else what is wrong with it.</summary>
    public static (DateTime? Time, string Mistake) Parse(string text, string layout)
    {
        var rest = text.AsSpan();
        var numbers = new int[_elements.Length];
        for (var i = 0; i < _elements.Length; i++)
        {
            var (element, min, max, name) = _elements[i];
            if (i > 0 && Mark(i) is var mark && (rest.IsEmpty || rest[0] != mark)) { return (null, Mistake(text, layout, rest, mark.ToString())); }
            var held = i > 0 ? rest[1..] : rest;
            if (!TryTake(held, element, out numbers[i], out rest)) { return (null, Mistake(text, layout, held, element)); }
            if (numbers[i] < min || numbers[i] > max) { return (null, OutOfRange(text, name)); }
        }
        var ticks = 0L;
        if (layout == Micros)
        {
            const string Fraction = ".000000";
            if (rest.Length < Fraction.Length || rest[0] is not ('.' or ',') || rest[1..Fraction.Length].ContainsAnyExceptInRange('0', '9')) { return (null, Mistake(text, layout, rest, Fraction)); }
            ticks = long.Parse(rest[1..Fraction.Length], CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond;
            rest = rest[Fraction.Length..];
        }
        else if (rest.Length >= 2 && rest[0] is '.' or ',' && char.IsAsciiDigit(rest[1]))
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length - 1;
            rest = rest[(1 + digits)..];
        }
        if (!TryZone(ref rest, out var offset, out var beyond)) { return (null, Mistake(text, layout, rest, "Z07:00")); }
        if (beyond.Length > 0) { return (null, OutOfRange(text, beyond)); }
        if (rest.Length > 0) { return (null, $"parsing time {Quoted(text)}: extra text: {Quoted(rest.ToString())}"); }
        return Made(text, numbers, offset, ticks);
    }

    private static (DateTime?, string) Made(string text, int[] n, TimeSpan offset, long ticks)
    {
        // Compat: the year 0 is a leap year to Go, and no year here: it counts as the first one, which is no time either.
        if (n[2] < 1 || n[2] > DateTime.DaysInMonth(n[0] == 0 ? 4 : n[0], n[1])) { return (null, OutOfRange(text, "day")); }
        var told = new DateTime(Math.Max(1, n[0]), n[1], n[2], n[3], n[4], n[5], DateTimeKind.Utc).Ticks + ticks - offset.Ticks;
        return (new DateTime(Math.Clamp(told, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc), "");
    }

    private static char Mark(int element) => element switch { 1 or 2 => '-', 3 => 'T', _ => ':' };

    // Four digits of a year; of all else two, of the hour also one.
    private static bool TryTake(ReadOnlySpan<char> text, string element, out int number, out ReadOnlySpan<char> rest)
    {
        number = 0;
        rest = text;
        var length = element == "15" && text.Length > 0 && (text.Length < 2 || !char.IsAsciiDigit(text[1])) ? 1 : element.Length;
        if (text.Length < length || text[..length].ContainsAnyExceptInRange('0', '9')) { return false; }
        number = int.Parse(text[..length], CultureInfo.InvariantCulture);
        rest = text[length..];
        return true;
    }

    private static bool TryZone(ref ReadOnlySpan<char> rest, out TimeSpan offset, out string beyond)
    {
        (offset, beyond) = (TimeSpan.Zero, "");
        if (rest.Length > 0 && rest[0] == 'Z')
        {
            rest = rest[1..];
            return true;
        }
        if (rest.Length < ZoneLength || rest[3] != ':' || !TryTake(rest[1..3], "01", out var hours, out _) || !TryTake(rest[4..6], "01", out var minutes, out _) || rest[0] is not ('+' or '-')) { return false; }
        beyond = minutes > ZoneMinutesMax ? "time zone offset minute" : hours > ZoneHoursMax ? "time zone offset hour" : "";
        offset = new TimeSpan(hours, minutes, 0) * (rest[0] == '-' ? -1 : 1);
        rest = rest[ZoneLength..];
        return true;
    }

    private static string Mistake(string text, string layout, ReadOnlySpan<char> rest, string element) =>
        $"parsing time {Quoted(text)} as {Quoted(layout)}: cannot parse {Quoted(rest.ToString())} as {Quoted(element)}";

    private static string OutOfRange(string text, string what) => $"parsing time {Quoted(text)}: {what} out of range";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
