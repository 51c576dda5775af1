using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A moment: nanoseconds since 1970 in UTC, years 1 to 9999.</summary>
public sealed class CelTimestamp(Int128 nanoseconds) : CelValue
{
    private const long NanosPerSecond = 1_000_000_000;
    private static readonly Int128 _min = (Int128)(-62135596800) * NanosPerSecond;
    private static readonly Int128 _max = ((Int128)253402300799 * NanosPerSecond) + 999_999_999;

    /// <summary>Nanoseconds since 1970.</summary>
    public Int128 Nanoseconds { get; } = nanoseconds;

    /// <summary>Whole seconds since 1970, rounded down.</summary>
    public long Seconds => (long)((Nanoseconds - Fraction) / NanosPerSecond);

    /// <summary>Nanoseconds of the second.</summary>
    public int Fraction => (int)(((Nanoseconds % NanosPerSecond) + NanosPerSecond) % NanosPerSecond);

    /// <summary>The moment, to a tenth of a microsecond.</summary>
    public DateTime Utc => DateTime.UnixEpoch.AddTicks((long)((Nanoseconds - (Fraction % 100)) / 100));

    /// <summary>Whether the moment lies in the years 1 to 9999.</summary>
    public static bool IsInRange(Int128 nanoseconds) => nanoseconds >= _min && nanoseconds <= _max;

    /// <summary>Reads RFC 3339.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CelTimestamp? timestamp)
    {
        timestamp = null;
        if (text.Length < 20 || text[10] is not 'T' || !DateTime.TryParseExact(text.AsSpan(0, 19), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole)) { return false; }
        var at = 19;
        long nanos = 0;
        if (text[at] == '.')
        {
            var start = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at])) { at++; }
            if (at == start) { return false; }
            nanos = long.Parse(text.AsSpan(start, Math.Min(9, at - start)).ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);
        }
        if (!TryOffset(text.AsSpan(at), out var offsetSeconds)) { return false; }
        var result = (((Int128)((whole.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - offsetSeconds) * NanosPerSecond) + nanos;
        if (!IsInRange(result)) { return false; }
        timestamp = new(result);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z") { return true; }
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') { return false; }
        if (!int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || !int.TryParse(text[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)) { return false; }
        seconds = (text[0] == '-' ? -1 : 1) * ((hours * 3600) + (minutes * 60));
        return hours < 24 && minutes < 60;
    }

    /// <inheritdoc/>
    public override CelType Type => CelType.Timestamp;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelTimestamp timestamp && timestamp.Nanoseconds == Nanoseconds;
    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();
    /// <inheritdoc/>
    public override Node ToNode() => ToString();
    /// <summary>RFC 3339 with as many digits of fraction as needed.</summary>
    public override string ToString()
    {
        var text = DateTime.UnixEpoch.AddSeconds(Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return Fraction == 0 ? text + "Z" : $"{text}.{Fraction.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0')}Z";
    }
}
