using System.Globalization;
using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Parts of moments, in UTC or a time zone, and of spans.</summary>
internal static class TimeLibrary
{
    public static IEnumerable<CelOverload> Overloads =>
    [
        .. Part("getFullYear", static t => t.Year), .. Part("getMonth", static t => t.Month - 1), .. Part("getDayOfYear", static t => t.DayOfYear - 1),
        .. Part("getDayOfMonth", static t => t.Day - 1), .. Part("getDate", static t => t.Day), .. Part("getDayOfWeek", static t => (int)t.DayOfWeek),
        .. Part("getHours", static t => t.Hour), .. Part("getMinutes", static t => t.Minute), .. Part("getSeconds", static t => t.Second), .. Part("getMilliseconds", static t => t.Millisecond),
        Length("getHours", 3_600_000_000_000), Length("getMinutes", 60_000_000_000), Length("getSeconds", 1_000_000_000), Length("getMilliseconds", 1_000_000),
    ];

    private static CelOverload Length(string name, long unit) => Member(name, [CelType.Duration], CelType.Int, v => ((CelDuration)v[0]).Nanoseconds / unit);

    private static IEnumerable<CelOverload> Part(string name, Func<DateTime, int> part) =>
    [
        Member(name, [CelType.Timestamp], CelType.Int, v => part(((CelTimestamp)v[0]).Utc)),
        Member(name, [CelType.Timestamp, CelType.String], CelType.Int, v => InZone(((CelTimestamp)v[0]).Utc, ((CelString)v[1]).Value, part)),
    ];

    private static CelValue InZone(DateTime utc, string zone, Func<DateTime, int> part)
    {
        if (Offset(utc, zone) is not { } offset) { return new CelError($"unknown time zone {zone}"); }
        var ticks = utc.Ticks + offset.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? new CelError("timestamp overflow") : part(new DateTime(ticks));
    }

    private static TimeSpan? Offset(DateTime utc, string zone)
    {
        var colon = zone.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            if (zone is "" or "UTC") { return TimeSpan.Zero; }
            return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) : null;
        }
        if (!int.TryParse(zone.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(zone.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)) { return null; }
        return new TimeSpan(hours, zone[0] == '-' ? -minutes : minutes, 0);
    }
}
