using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>IP addresses and ranges of them as they stand in objects: in one form only, or else told of. Source: upstream's StrictIPCIDRValidation (KEP-4858).</summary>
public static class Addresses
{
    private const string AddressRule = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)", RangeRule = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    /// <summary>What is wrong with an address: it is none, or one that programs read in different ways; null: nothing.</summary>
    public static string? Address(string text) => Parse(text) is not { } address ? AddressRule
        : HasLeadingZeros(text) ? "must not have leading 0s"
        : address.IsIPv4MappedToIPv6 ? "must not be an IPv4-mapped IPv6 address" : null;

    /// <summary>The same, and it must be in the form in which it is shown, so that two names never mean the same one.</summary>
    public static string? CanonicalAddress(string text) => Address(text) ?? (Shown(Parse(text)!) is var shown && shown == text ? null : $"must be in canonical form (\"{shown}\")");

    /// <summary>What is wrong with a range of addresses; null: nothing.</summary>
    public static string? Range(string text)
    {
        if (ParseRange(text) is not var (address, length)) { return RangeRule; }
        if (HasLeadingZeros(text)) { return "must not have leading 0s in IP or prefix length"; }
        if (address.IsIPv4MappedToIPv6) { return "must not have an IPv4-mapped IPv6 address"; }
        return Masked(address, length).Equals(address) ? null : "must not have bits set beyond the prefix length";
    }

    /// <summary>The same, in the form in which it is shown.</summary>
    public static string? CanonicalRange(string text) => Range(text) ?? (ParseRange(text) is var (address, length) && Shown(address, length) is var shown && shown != text ? $"must be in canonical form (\"{shown}\")" : null);

    /// <summary>What is wrong with an address together with the range it is in; null: nothing.</summary>
    public static string? WithRange(string text)
    {
        if (ParseRange(text) is not var (address, length)) { return "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)"; }
        var shown = address.IsIPv4MappedToIPv6 && length >= 96 ? Shown(address.MapToIPv4(), length - 96) : Shown(address, length);
        return shown == text ? null : $"must be in canonical form (\"{shown}\")";
    }

    /// <summary>The address; null where it is none. Zeros may lead its numbers.</summary>
    public static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal)) { return !text.AsSpan().ContainsAny("%[/") && IPAddress.TryParse(text, out var six) ? six : null; }
        var bytes = new byte[4];
        var parts = text.Split('.');
        if (parts.Length != 4) { return null; }
        for (var i = 0; i < 4; i++)
        {
            if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i])) { return null; }
        }
        return new IPAddress(bytes);
    }

    /// <summary>What the Warning header says of an address that is written otherwise than it is shown; null: nothing.</summary>
    public static string? Warning(FieldPath path, string text)
    {
        if (Parse(text) is not { } address) { return null; }
        if (Address(text) is not null) { return $"{path}: non-standard IP address \"{text}\" is invalid: use \"{Shown(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}\""; }
        return Shown(address) is var shown && shown == text ? null : $"{path}: IPv6 address \"{text}\" should be in RFC 5952 canonical format (\"{shown}\")";
    }

    /// <summary>What Warning headers say of a range that is written otherwise than it is shown.</summary>
    public static IEnumerable<string> RangeWarnings(FieldPath path, string text)
    {
        if (ParseRange(text) is not var (address, length)) { yield break; }
        var (masked, isWarned) = (Shown(Masked(address, length), length), false);
        if (!Masked(address, length).Equals(address))
        {
            isWarned = true;
            yield return $"{path}: CIDR value \"{text}\" is ambiguous in this context (should be \"{masked}\" or \"{Shown(address, address.GetAddressBytes().Length * 8)}\"?)";
        }
        if (HasLeadingZeros(text) || address.IsIPv4MappedToIPv6)
        {
            isWarned = true;
            yield return $"{path}: non-standard CIDR value \"{text}\" is invalid: use \"{masked}\"";
        }
        if (!isWarned && Shown(address, length) is var shown && shown != text) { yield return $"{path}: IPv6 CIDR value \"{text}\" should be in RFC 5952 canonical format (\"{shown}\")"; }
    }

    private static (IPAddress Address, int Length)? ParseRange(string text) => text.Split('/') is [var address, var bits] && Parse(address) is { } read
        && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= read.GetAddressBytes().Length * 8 ? (read, length) : null;

    // Octal to some programs, decimal to others.
    private static bool HasLeadingZeros(string text)
    {
        var parts = text.Split('/');
        return (!parts[0].Contains(':', StringComparison.Ordinal) && parts[0].Split('.').Any(IsLed)) || (parts.Length > 1 && IsLed(parts[1]));

        static bool IsLed(string number) => number.Length > 1 && number[0] == '0';
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) { bytes[i] &= (byte)(0xFF << Math.Clamp(8 - (length - (i * 8)), 0, 8)); }
        return new IPAddress(bytes);
    }

    private static string Shown(IPAddress address, int length) => string.Create(CultureInfo.InvariantCulture, $"{Shown(address)}/{length}");

    // RFC 5952: the longest run of two zeros or more, the first of equals, is left out. Other than .NET this never ends in four numbers.
    private static string Shown(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4) { return address.ToString(); }
        var groups = Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(i * 2))).ToArray();
        var (start, count) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var run = groups.Skip(i).TakeWhile(static g => g == 0).Count();
            if (run > count) { (start, count) = (i, run); }
        }
        var words = groups.Select(static g => g.ToString("x", CultureInfo.InvariantCulture)).ToArray();
        return start < 0 ? string.Join(':', words) : $"{string.Join(':', words[..start])}::{string.Join(':', words[(start + count)..])}";
    }
}
