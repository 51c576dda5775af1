using System.Collections.Frozen;
using System.Globalization;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Whether a text is a cron schedule. Source: CronJob, schedule syntax.</summary>
public static class CronSchedule
{
    private static readonly (string Name, int Min, int Max)[] _fields = [("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 6)];
    private static readonly FrozenSet<string> _macros = new[] { "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly" }.ToFrozenSet();
    private static readonly string[] _months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] _days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>What is wrong, or null.</summary>
    public static string? Error(string schedule)
    {
        if (schedule.Length == 0) { return "empty spec string"; }
        if (schedule[0] == '@') { return _macros.Contains(schedule) || schedule.StartsWith("@every ", StringComparison.Ordinal) ? null : $"unrecognized descriptor: {schedule}"; }
        var parts = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != _fields.Length) { return $"expected exactly 5 fields, found {parts.Length}: [{string.Join(' ', parts)}]"; }
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var range in parts[i].Split(','))
            {
                if (RangeError(range, i) is { } wrong) { return wrong; }
            }
        }
        return null;
    }

    private static string? RangeError(string text, int field)
    {
        var (_, min, max) = _fields[field];
        var steps = text.Split('/');
        if (steps.Length > 2) { return $"too many slashes: {text}"; }
        var (low, high) = (min, max);
        if (steps[0] is not ("*" or "?"))
        {
            var ends = steps[0].Split('-');
            if (ends.Length > 2) { return $"too many hyphens: {text}"; }
            if (Number(ends[0], field) is not { } first) { return $"failed to parse int from {ends[0]}: strconv.Atoi: parsing \"{ends[0]}\": invalid syntax"; }
            if (Number(ends[^1], field) is not { } last) { return $"failed to parse int from {ends[^1]}: strconv.Atoi: parsing \"{ends[^1]}\": invalid syntax"; }
            (low, high) = (first, ends.Length == 1 && steps.Length == 2 ? max : last);
        }
        if (steps.Length == 2 && !(int.TryParse(steps[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0)) { return $"step of range should be a positive number: {text}"; }
        if (low < min) { return $"beginning of range ({low}) below minimum ({min}): {text}"; }
        if (high > max) { return $"end of range ({high}) above maximum ({max}): {text}"; }
        return low > high ? $"beginning of range ({low}) beyond end of range ({high}): {text}" : null;
    }

    private static int? Number(string text, int field)
    {
        var names = field switch { 3 => _months, 4 => _days, _ => [] };
        var index = Array.IndexOf(names, text.ToLowerInvariant());
        if (index >= 0) { return field == 3 ? index + 1 : index; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
