using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>The formats of texts that are checked; others are allowed and say nothing. Source: Extend the Kubernetes API with CustomResourceDefinitions, validation.</summary>
public static partial class TextFormats
{
    private static readonly FrozenDictionary<string, Func<string, bool>> _formats = new Dictionary<string, Func<string, bool>>
    {
        ["bsonobjectid"] = static t => t.Length == 24 && t.All(char.IsAsciiHexDigit),
        ["uri"] = static t => Uri.TryCreate(t, UriKind.Absolute, out var uri) && uri.Scheme.Length > 0,
        ["email"] = static t => EmailPattern().IsMatch(t),
        ["hostname"] = static t => t.Length <= 255 && HostPattern().IsMatch(t),
        ["ipv4"] = IsIpv4,
        ["ipv6"] = static t => t.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(t, out _),
        ["cidr"] = static t => IPNetwork.TryParse(Network(t), out _) && t.Contains('/', StringComparison.Ordinal),
        ["mac"] = static t => MacPattern().IsMatch(t),
        ["uuid"] = static t => UuidPattern().IsMatch(t),
        ["uuid3"] = static t => IsUuid(t, '3'),
        ["uuid4"] = static t => IsUuid(t, '4') && Variant(t),
        ["uuid5"] = static t => IsUuid(t, '5') && Variant(t),
        ["isbn"] = static t => IsIsbn10(t) || IsIsbn13(t),
        ["isbn10"] = IsIsbn10,
        ["isbn13"] = IsIsbn13,
        ["creditcard"] = IsCreditCard,
        ["ssn"] = static t => SsnPattern().IsMatch(t),
        ["hexcolor"] = static t => HexColorPattern().IsMatch(t),
        ["rgbcolor"] = static t => RgbColorPattern().IsMatch(t),
        ["byte"] = static t => Base64Pattern().IsMatch(t),
        ["password"] = static _ => true,
        ["date"] = static t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["duration"] = IsDuration,
        ["datetime"] = IsTime,
        ["date-time"] = IsTime,
        ["k8s-short-name"] = Selectors.LabelNames.IsDnsLabel,
        ["k8s-long-name"] = Selectors.LabelNames.IsSubdomain,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the format is one that is checked, or one of numbers.</summary>
    public static bool IsKnown(string format) => _formats.ContainsKey(format.Replace("-", "", StringComparison.Ordinal)) || _formats.ContainsKey(format) || format is "int32" or "int64" or "float" or "double";

    /// <summary>Whether a text is of the format; true where the format is unknown.</summary>
    public static bool Fits(string format, string text)
    {
        if (format.Length == 0) { return true; }
        // Compat: upstream looks formats up without their dashes.
        var check = _formats.GetValueOrDefault(format) ?? _formats.GetValueOrDefault(format.Replace("-", "", StringComparison.Ordinal));
        return check is null || check(text);
    }

    private static bool IsIpv4(string text) => text.Split('.') is { Length: 4 } parts && parts.All(static p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit) && int.Parse(p, CultureInfo.InvariantCulture) <= 255);

    private static bool IsTime(string text) =>
        TimePattern().IsMatch(text) && DateTimeOffset.TryParse(text.Replace(' ', 'T'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    // Go's durations, and those of words: 2 days.
    private static bool IsDuration(string text) => DurationPattern().IsMatch(text) || WordDurationPattern().IsMatch(text);

    private static bool IsUuid(string text, char version) => UuidPattern().IsMatch(text) && text.Replace("-", "", StringComparison.Ordinal)[12] == version;

    private static bool Variant(string text) => text.Replace("-", "", StringComparison.Ordinal)[16] is '8' or '9' or 'a' or 'b' or 'A' or 'B';

    private static bool IsIsbn10(string text)
    {
        var digits = Digits(text);
        if (digits.Length != 10 || !digits[..9].All(char.IsAsciiDigit) || !(char.IsAsciiDigit(digits[9]) || digits[9] == 'X')) { return false; }
        var sum = 0;
        for (var i = 0; i < 10; i++) { sum += (10 - i) * (digits[i] == 'X' ? 10 : digits[i] - '0'); }
        return sum % 11 == 0;
    }

    private static bool IsIsbn13(string text)
    {
        var digits = Digits(text);
        if (digits.Length != 13 || !digits.All(char.IsAsciiDigit)) { return false; }
        var sum = 0;
        for (var i = 0; i < 13; i++) { sum += (i % 2 == 0 ? 1 : 3) * (digits[i] - '0'); }
        return sum % 10 == 0;
    }

    private static bool IsCreditCard(string text)
    {
        var digits = Digits(text);
        if (digits.Length is < 13 or > 16 || !digits.All(char.IsAsciiDigit)) { return false; }
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 1) { digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2; }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static string Digits(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    // A network may be named by any of its addresses.
    private static string Network(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address) || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) { return text; }
        var bytes = address.GetAddressBytes();
        if (bits > bytes.Length * 8) { return text; }
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - i * 8, 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }
        return $"{new IPAddress(bytes)}/{bits.ToString(CultureInfo.InvariantCulture)}";
    }

    [GeneratedRegex(@"\A[^@\s<>]+@[^@\s<>]+\z")]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A([0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(\.[0-9A-Fa-f]{4}){2}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){7})\z")]
    private static partial Regex MacPattern();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}\z")]
    private static partial Regex UuidPattern();

    [GeneratedRegex(@"\A[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}\z")]
    private static partial Regex SsnPattern();

    [GeneratedRegex(@"\A#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\z")]
    private static partial Regex HexColorPattern();

    [GeneratedRegex(@"\Argb\(\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*\)\z")]
    private static partial Regex RgbColorPattern();

    [GeneratedRegex(@"\A([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\z")]
    private static partial Regex Base64Pattern();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([zZ]|[+-][0-9]{2}:?[0-9]{2})\z")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"\A[+-]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))*)\z")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"\A\s*[0-9]+\s*(nanoseconds?|nanos?|ns|microseconds?|micros?|us|µs|milliseconds?|millis?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)\s*\z")]
    private static partial Regex WordDurationPattern();
}
