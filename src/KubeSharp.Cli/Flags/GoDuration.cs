using System.Globalization;
using System.Text;

namespace KubeSharp.Cli.Flags;

/// <summary>Times as Go writes them: 1h2m3s, 300ms.</summary>
internal static class GoDuration
{
    private static readonly (string Unit, double Seconds)[] _units = [("ms", 0.001), ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9), ("h", 3600), ("m", 60), ("s", 1)];

    // What nanoseconds in 64 bits can count.
    private const double SecondsMax = long.MaxValue / 1e9;

    /// <summary>Reads a time; false where it is none.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var isNegative = text.StartsWith('-');
        var rest = text.AsSpan().TrimStart("+-");
        if (rest is "0") { return true; }
        if (rest.IsEmpty) { return false; }
        var seconds = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) { return false; }
            rest = rest[digits..];
            var unit = -1;
            for (var i = 0; i < _units.Length && unit < 0; i++) { unit = rest.StartsWith(_units[i].Unit, StringComparison.Ordinal) ? i : -1; }
            if (unit < 0) { return false; }
            seconds += number * _units[unit].Seconds;
            rest = rest[_units[unit].Unit.Length..];
        }
        if (seconds > SecondsMax) { return false; }
        value = TimeSpan.FromSeconds(isNegative ? -seconds : seconds);
        return true;
    }

    /// <summary>Writes a time of whole seconds as Go does: 1m30s, 0s.</summary>
    public static string Format(TimeSpan value)
    {
        var text = new StringBuilder(value < TimeSpan.Zero ? "-" : "");
        var span = value.Duration();
        if (span > TimeSpan.Zero && span < TimeSpan.FromSeconds(1)) { return text.Append(span.TotalMilliseconds.ToString("0.######", CultureInfo.InvariantCulture)).Append("ms").ToString(); }
        var hours = (long)span.TotalHours;
        if (hours > 0) { text.Append(hours).Append('h'); }
        if (hours > 0 || span.Minutes > 0) { text.Append(span.Minutes).Append('m'); }
        return text.Append((span.Seconds + ((span.Ticks % TimeSpan.TicksPerSecond) / (double)TimeSpan.TicksPerSecond)).ToString("0.#########", CultureInfo.InvariantCulture)).Append('s').ToString();
    }
}
