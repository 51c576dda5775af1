using System.Globalization;

namespace KubeSharp.ApiServer.Tables;

/// <summary>Durations as kubectl's users know them: 5s, 2m30s, 3h12m, 2d4h, 200d. Source: apimachinery's human duration.</summary>
public static class Ages
{
    /// <summary>The time since, in short; &lt;unknown&gt; where there is none.</summary>
    public static string Since(string? time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? Print(now - since) : "<unknown>";

    /// <summary>A duration in short.</summary>
    public static string Print(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1) { return "<invalid>"; }
        if (seconds < 0) { return "0s"; }
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < 120 => $"{seconds}s",
            < 600 => Two(minutes, "m", seconds % 60, "s"),
            < 10_800 => $"{minutes}m",
            < 28_800 => Two(hours, "h", minutes % 60, "m"),
            < 172_800 => $"{hours}h",
            < 691_200 => Two(days, "d", hours % 24, "h"),
            < 63_072_000 => $"{days}d",
            < 252_288_000 => Two(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    private static string Two(long major, string majorUnit, long minor, string minorUnit) =>
        minor == 0 ? $"{major}{majorUnit}" : $"{major}{majorUnit}{minor}{minorUnit}";
}
