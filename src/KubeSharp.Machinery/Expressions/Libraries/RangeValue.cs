using System.Globalization;
using System.Net;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>A range of addresses: an address and how many of its bits count. Host bits are kept.</summary>
internal sealed class RangeValue(byte[] address, int bits) : CelOpaque(AddressLibrary.Cidr)
{
    public byte[] Address { get; } = address;
    public int Bits { get; } = bits;

    public RangeValue Masked => new(Mask(Address, Bits), Bits);

    public bool Contains(byte[] other, int otherBits) =>
        other.Length == Address.Length && otherBits >= Bits && Mask(other, Bits).AsSpan().SequenceEqual(Mask(Address, Bits));

    public override bool EqualTo(CelValue other) => other is RangeValue range && range.Bits == Bits && range.Address.AsSpan().SequenceEqual(Address);
    public override int GetHashCode() => HashCode.Combine(Bits, Address[0], Address[^1]);
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(Address)}/{Bits}");

    public static CelValue Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && AddressValue.Parse(text[..slash]) is AddressValue address
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits <= address.Bytes.Length * 8 && (text.Length == slash + 2 || text[slash + 1] != '0')) { return new RangeValue(address.Bytes, bits); }
        return new CelError($"network address parse error during conversion from string: netip.ParsePrefix(\"{text}\"): {(slash < 0 ? "no '/'" : "unable to parse prefix")}");
    }

    private static byte[] Mask(byte[] address, int bits)
    {
        var masked = new byte[address.Length];
        for (var i = 0; i < masked.Length; i++)
        {
            var kept = Math.Clamp(bits - (i * 8), 0, 8);
            masked[i] = (byte)(address[i] & (0xFF << (8 - kept)));
        }
        return masked;
    }
}
