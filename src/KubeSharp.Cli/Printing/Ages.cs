using System.Globalization;

namespace KubeSharp.Cli.Printing;

/// <summary>Times that have passed, as kubectl writes them: 5s, 2m30s, 3h, 2d4h, 1y20d.</summary>
internal static class Ages
{
    /// <summary>Since a time of the wire; &lt;unknown&gt; where there is none.</summary>
    public static string Since(string? timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then) ? Human(now - then) : "<unknown>";

    /// <summary>A duration in its largest one or two units.</summary>
    public static string Human(TimeSpan passed)
    {
        var seconds = (long)Math.Truncate(passed.TotalSeconds);
        if (seconds < -1) { return "<invalid>"; }
        if (seconds < 0) { return "0s"; }
        if (seconds < 120) { return $"{seconds}s"; }
        var minutes = seconds / 60;
        if (minutes < 10) { return seconds % 60 == 0 ? $"{minutes}m" : $"{minutes}m{seconds % 60}s"; }
        if (minutes < 180) { return $"{minutes}m"; }
        var hours = seconds / 3600;
        if (hours < 8) { return minutes % 60 == 0 ? $"{hours}h" : $"{hours}h{minutes % 60}m"; }
        if (hours < 48) { return $"{hours}h"; }
        if (hours < 192) { return hours % 24 == 0 ? $"{hours / 24}d" : $"{hours / 24}d{hours % 24}h"; }
        if (hours < 24 * 365 * 2) { return $"{hours / 24}d"; }
        var (years, days) = (hours / 24 / 365, hours / 24 % 365);
        return hours < 24 * 365 * 8 && days > 0 ? $"{years}y{days}d" : $"{years}y";
    }
}
