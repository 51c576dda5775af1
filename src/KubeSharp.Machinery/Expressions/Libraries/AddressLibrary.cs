using System.Net;
using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Addresses and ranges of addresses. Source: Kubernetes IP and CIDR libraries.</summary>
internal static class AddressLibrary
{
    public static CelType Ip { get; } = CelType.Opaque("net.IP");
    public static CelType Cidr { get; } = CelType.Opaque("net.CIDR");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("ip", [CelType.String], Ip, static v => AddressValue.Parse(Text(v[0]))).ReadsFirst(),
        Global("isIP", [CelType.String], CelType.Bool, static v => AddressValue.Parse(Text(v[0])) is AddressValue).ReadsFirst(),
        Global("ip.isCanonical", [CelType.String], CelType.Bool, static v => AddressValue.Parse(Text(v[0])) is AddressValue address ? address.ToString() == Text(v[0]) : AddressValue.Parse(Text(v[0]))).ReadsFirst(2),
        Global("string", [Ip], CelType.String, static v => v[0].ToString()!),
        Member("family", [Ip], CelType.Int, static v => Of(v).IsV4 ? 4 : 6),
        Member("isUnspecified", [Ip], CelType.Bool, static v => Of(v).Address.Equals(IPAddress.Any) || Of(v).Address.Equals(IPAddress.IPv6Any)),
        Member("isLoopback", [Ip], CelType.Bool, static v => IPAddress.IsLoopback(Of(v).Address)),
        Member("isLinkLocalMulticast", [Ip], CelType.Bool, static v => Of(v) is { IsV4: true } a ? a.Bytes is [224, 0, 0, _] : Of(v).Bytes is [0xFF, var scope, ..] && (scope & 0x0F) == 2),
        Member("isLinkLocalUnicast", [Ip], CelType.Bool, static v => Of(v) is { IsV4: true } a ? a.Bytes is [169, 254, _, _] : Of(v).Address.IsIPv6LinkLocal),
        Member("isGlobalUnicast", [Ip], CelType.Bool, static v => IsGlobalUnicast(Of(v))),
        Global("cidr", [CelType.String], Cidr, static v => RangeValue.Parse(Text(v[0]))).ReadsFirst(),
        Global("isCIDR", [CelType.String], CelType.Bool, static v => RangeValue.Parse(Text(v[0])) is RangeValue).ReadsFirst(),
        Global("string", [Cidr], CelType.String, static v => v[0].ToString()!),
        Member("containsIP", [Cidr, CelType.String], CelType.Bool, static v => AddressValue.Parse(Text(v[1])) is AddressValue a ? Contains(v[0], a) : AddressValue.Parse(Text(v[1]))).ReadsBoth().Yields(),
        Member("containsIP", [Cidr, Ip], CelType.Bool, static v => Contains(v[0], (AddressValue)v[1])).ReadsBoth().Yields(),
        Member("containsCIDR", [Cidr, CelType.String], CelType.Bool, static v => RangeValue.Parse(Text(v[1])) is RangeValue r ? Contains(v[0], r) : RangeValue.Parse(Text(v[1]))).ReadsBoth().Yields(),
        Member("containsCIDR", [Cidr, Cidr], CelType.Bool, static v => Contains(v[0], (RangeValue)v[1])).ReadsBoth().Yields(),
        Member("ip", [Cidr], Ip, static v => new AddressValue(new IPAddress(((RangeValue)v[0]).Address))),
        Member("masked", [Cidr], Cidr, static v => ((RangeValue)v[0]).Masked),
        Member("prefixLength", [Cidr], CelType.Int, static v => ((RangeValue)v[0]).Bits),
    ];

    // Addresses have at most 16 bytes, whatever is known of their type.
    private static CelOverload Yields(this CelOverload overload) => overload with { Estimate = static s => (new CelCost(1, 4) + (s[1] * 0.1), null) };

    private static string Text(CelValue value) => ((CelString)value).Value;
    private static AddressValue Of(ReadOnlySpan<CelValue> v) => (AddressValue)v[0];
    private static bool Contains(CelValue range, AddressValue address) => ((RangeValue)range).Contains(address.Bytes, address.Bytes.Length * 8);
    private static bool Contains(CelValue range, RangeValue other) => ((RangeValue)range).Contains(other.Address, other.Bits);

    private static bool IsGlobalUnicast(AddressValue address)
    {
        if (address.IsV4) { return address.Bytes is not ([0, 0, 0, 0] or [255, 255, 255, 255] or [127, _, _, _] or [>= 224 and < 240, _, _, _] or [169, 254, _, _]); }
        return !address.Address.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(address.Address) && !address.Address.IsIPv6Multicast && !address.Address.IsIPv6LinkLocal;
    }
}
