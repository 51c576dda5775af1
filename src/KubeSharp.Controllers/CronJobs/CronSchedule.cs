using System.Globalization;

namespace KubeSharp.Controllers.CronJobs;

/// <summary>
/// When a schedule fires: five fields (minute, hour, day of month, month, day of week) with lists, ranges, steps and names, or @hourly and its
/// like, or @every with a duration. Where both days are restricted either suffices. Source: CronJob, schedule syntax.
/// </summary>
public sealed class CronSchedule
{
    private const int SearchYearsMax = 5;
    private static readonly (string Name, string Fields)[] _named =
        [("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 0"), ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"), ("@hourly", "0 * * * *")];
    private static readonly string[] _months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] _days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    // Looking back from now, the first of these that holds a firing gives the last one.
    private static readonly TimeSpan[] _lookBack = [TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(62), TimeSpan.FromDays(366 * 2), TimeSpan.FromDays(366 * 9)];

    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _monthDays;
    private readonly bool[] _monthSet;
    private readonly bool[] _weekDays;
    private readonly bool _isEitherDay;
    private readonly TimeSpan _every;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(string[] fields, TimeZoneInfo zone)
    {
        (_minutes, _hours, _monthDays, _monthSet, _zone) = (Field(fields[0], 0, 59, []), Field(fields[1], 0, 23, []), Field(fields[2], 1, 31, []), Field(fields[3], 1, 12, _months), zone);
        var week = Field(fields[4], 0, 7, _days);
        week[0] |= week[7];
        _weekDays = week;
        _isEitherDay = !IsOpen(fields[2]) && !IsOpen(fields[4]);
    }

    private CronSchedule(TimeSpan every) => (_minutes, _hours, _monthDays, _monthSet, _weekDays, _every, _zone) = ([], [], [], [], [], every, TimeZoneInfo.Utc);

    /// <summary>Reads a schedule that is meant in the time zone.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CronSchedule Parse(string text, TimeZoneInfo zone)
    {
        text = text.Trim();
        if (text.StartsWith("@every ", StringComparison.Ordinal)) { return new(Duration(text[7..].Trim())); }
        foreach (var (name, fields) in _named)
        {
            if (text == name) { return new(fields.Split(' '), zone); }
        }
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 5 ? new(parts, zone) : throw new FormatException($"expected exactly 5 fields, found {parts.Length}: {text}");
    }

    /// <summary>The first firing after the time; null: none within years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every > TimeSpan.Zero) { return DateTimeOffset.FromUnixTimeSeconds(after.ToUnixTimeSeconds()) + _every; }
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        var at = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        var end = at.AddYears(SearchYearsMax);
        while (at < end)
        {
            if (!_monthSet[at.Month]) { at = new DateTime(at.Year, at.Month, 1).AddMonths(1); }
            else if (!IsDay(at)) { at = at.Date.AddDays(1); }
            else if (!_hours[at.Hour]) { at = at.Date.AddHours(at.Hour + 1); }
            // A time that the clocks skip does not come.
            else if (!_minutes[at.Minute] || _zone.IsInvalidTime(at)) { at = at.AddMinutes(1); }
            else { return new DateTimeOffset(at, _zone.GetUtcOffset(at)).ToUniversalTime(); }
        }
        return null;
    }

    /// <summary>The last firing after <paramref name="earliest"/> that is not later than now, and how many there were, counted up to 100; null: none.</summary>
    public (DateTimeOffset At, int Missed)? Last(DateTimeOffset earliest, DateTimeOffset now)
    {
        if (_every > TimeSpan.Zero)
        {
            var rounds = (long)((now - earliest) / _every);
            return rounds < 1 ? null : (DateTimeOffset.FromUnixTimeSeconds(earliest.ToUnixTimeSeconds()) + (_every * rounds), (int)Math.Min(rounds, 100));
        }
        var missed = 0;
        for (var at = Next(earliest); at is { } fired && fired <= now && missed < 100; at = Next(fired)) { missed++; }
        if (missed == 0) { return null; }
        foreach (var span in _lookBack)
        {
            DateTimeOffset? last = null;
            var from = now - span < earliest ? earliest : now - span;
            for (var at = Next(from); at is { } fired && fired <= now; at = Next(fired)) { last = fired; }
            if (last is { } found) { return (found, missed); }
        }
        return null;
    }

    private bool IsDay(DateTime at) => _isEitherDay ? _monthDays[at.Day] || _weekDays[(int)at.DayOfWeek] : _monthDays[at.Day] && _weekDays[(int)at.DayOfWeek];

    private static bool IsOpen(string field) => field.StartsWith('*') || field.StartsWith('?');

    private static bool[] Field(string text, int min, int max, string[] names)
    {
        var set = new bool[max + 1];
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') is [var r, var s] ? (r, Number(s, 1, int.MaxValue, [])) : (part, 0);
            var (first, last) = range is "*" or "?" ? (min, max)
                : range.Split('-') is [var a, var b] ? (Number(a, min, max, names), Number(b, min, max, names))
                : (Number(range, min, max, names), step > 0 ? max : Number(range, min, max, names));
            if (first > last) { throw new FormatException($"beginning of range ({first}) beyond end of range ({last}): {part}"); }
            for (var i = first; i <= last; i += Math.Max(1, step)) { set[i] = true; }
        }
        return set;
    }

    private static int Number(string text, int min, int max, string[] names)
    {
        var named = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0) { return named + min; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : throw new FormatException($"not a value of this field: {text}");
    }

    // Go's durations: 1h30m, 90s.
    private static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) { at++; }
            var unit = at;
            while (at < text.Length && char.IsAsciiLetter(text[at])) { at++; }
            if (!double.TryParse(text.AsSpan(start, unit - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) { throw new FormatException($"not a duration: {text}"); }
            total += text[unit..at] switch { "h" => TimeSpan.FromHours(amount), "m" => TimeSpan.FromMinutes(amount), "s" => TimeSpan.FromSeconds(amount), "ms" => TimeSpan.FromMilliseconds(amount), _ => throw new FormatException($"not a duration: {text}") };
        }
        return total < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : total;
    }
}
