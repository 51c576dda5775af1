using System.Net;
using System.Net.Sockets;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>An IP address.</summary>
internal sealed class AddressValue(IPAddress address) : CelOpaque(AddressLibrary.Ip)
{
    public IPAddress Address { get; } = address;
    public byte[] Bytes { get; } = address.GetAddressBytes();
    public bool IsV4 => Address.AddressFamily == AddressFamily.InterNetwork;

    public override bool EqualTo(CelValue other) => other is AddressValue address && address.Address.Equals(Address);
    public override int GetHashCode() => Address.GetHashCode();
    public override string ToString() => Address.ToString();

    /// <summary>Reads one; zones, leading zeros and IPv4 within IPv6 are refused with upstream's words.</summary>
    public static CelValue Parse(string text)
    {
        var isV4 = text.Count(static c => c == '.') == 3 && !text.Contains(':');
        var isForm = isV4 ? text.Split('.').All(static p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0')) : text.Contains(':') && !text.StartsWith('[');
        if (text.Contains('%')) { return new CelError($"IP Address with zone value is not allowed: \"{text}\""); }
        if (!isForm || !IPAddress.TryParse(text, out var address)) { return new CelError($"IP Address parse error during conversion from string: ParseAddr(\"{text}\"): unable to parse IP"); }
        return address.IsIPv4MappedToIPv6 ? new CelError($"IPv4-mapped IPv6 address is not allowed") : new AddressValue(address);
    }
}
