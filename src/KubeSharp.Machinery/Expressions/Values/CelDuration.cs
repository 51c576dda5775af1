using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>A span of time in nanoseconds.</summary>
public sealed class CelDuration(long nanoseconds) : CelValue
{
    private static readonly (string Unit, long Nanoseconds)[] _units =
        [("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000)];

    /// <summary>The span.</summary>
    public long Nanoseconds { get; } = nanoseconds;

    /// <summary>The span, in steps of 100 nanoseconds.</summary>
    public TimeSpan Time => TimeSpan.FromTicks(Nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Reads Go's form: 1h30m, -2.5s, 0.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CelDuration? duration)
    {
        duration = null;
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        if (rest is ['-' or '+', ..]) { rest = rest[1..]; }
        if (rest is "0") { duration = new(0); return true; }
        if (rest.IsEmpty) { return false; }
        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || digits > 28 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) { return false; }
            rest = rest[digits..];
            var unitLength = rest.IndexOfAny("0123456789.") is var i and >= 0 ? i : rest.Length;
            var unit = Find(rest[..unitLength]);
            if (unit == 0 || number > decimal.MaxValue / 4 / unit) { return false; }
            total += number * unit;
            rest = rest[unitLength..];
            if (total > 9223372036854775808m) { return false; }
        }
        total = decimal.Truncate(isNegative ? -total : total);
        if (total is > long.MaxValue or < long.MinValue) { return false; }
        duration = new((long)total);
        return true;
    }

    private static long Find(ReadOnlySpan<char> unit)
    {
        foreach (var (name, nanoseconds) in _units)
        {
            if (unit.SequenceEqual(name)) { return nanoseconds; }
        }
        return 0;
    }

    /// <inheritdoc/>
    public override CelType Type => CelType.Duration;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelDuration duration && duration.Nanoseconds == Nanoseconds;
    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();
    /// <inheritdoc/>
    public override Node ToNode() => ToString();
    /// <summary>Seconds with as many digits of fraction as needed: 1.5s.</summary>
    public override string ToString() => (Nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
}
