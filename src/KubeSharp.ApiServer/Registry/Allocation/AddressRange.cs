using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace KubeSharp.ApiServer.Registry.Allocation;

/// <summary>A range of service addresses in CIDR notation. Its network address, and of IPv4 its broadcast address, are never given.</summary>
public sealed class AddressRange
{
    private const int OffsetBitsMax = 20;
    private readonly BigInteger _base;

    private AddressRange(IPNetwork network)
    {
        Network = network;
        _base = ToNumber(network.BaseAddress);
        var bits = (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) - network.PrefixLength;
        // Compat: of huge ranges only the first 2^20 addresses are used.
        var size = 1L << Math.Min(bits, OffsetBitsMax);
        Count = bits == 0 ? 1 : IsV6 ? size - 1 : size - 2;
        ReservedCount = Count < 16 ? 0 : Math.Clamp(Count / 16, 16, 256);
    }

    /// <summary>The range.</summary>
    public IPNetwork Network { get; }

    /// <summary>Of IPv6 addresses.</summary>
    public bool IsV6 => Network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>IPv4 or IPv6, as in spec.ipFamilies.</summary>
    public string Family => IsV6 ? "IPv6" : "IPv4";

    /// <summary>Addresses that can be given.</summary>
    public long Count { get; }

    /// <summary>Of these, so many from the first are kept for who asks by name.</summary>
    public long ReservedCount { get; }

    /// <summary>Reads 10.96.0.0/12.</summary>
    /// <exception cref="FormatException">It is no network.</exception>
    public static AddressRange Parse(string cidr) => new(IPNetwork.Parse(cidr));

    /// <summary>The address at the offset; 0 is the first that can be given.</summary>
    public string At(long offset)
    {
        var bytes = (_base + offset + 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        var all = new byte[IsV6 ? 16 : 4];
        bytes.CopyTo(all, all.Length - bytes.Length);
        return new IPAddress(all).ToString();
    }

    /// <summary>The offset of the address; null where it is not of this range.</summary>
    public long? OffsetOf(string address)
    {
        if (!IPAddress.TryParse(address, out var ip) || ip.AddressFamily != Network.BaseAddress.AddressFamily || !Network.Contains(ip)) { return null; }
        var offset = ToNumber(ip) - _base - 1;
        return offset >= 0 && offset < Count ? (long)offset : null;
    }

    private static BigInteger ToNumber(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
}
