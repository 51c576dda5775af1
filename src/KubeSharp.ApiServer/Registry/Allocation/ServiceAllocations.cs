using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Allocation;

/// <summary>
/// The addresses and node ports that services hold: what the stored services say, which it follows, and what writes in flight have taken.
/// </summary>
public sealed class ServiceAllocations
{
    private readonly ImmutableArray<(AddressRange Range, Allocator Taken)> _addresses;
    private readonly Dictionary<string, Allocator> _ports;

    /// <summary>For these ranges and node ports.</summary>
    public ServiceAllocations(ImmutableArray<AddressRange> ranges, int portMin, int portMax, Random random)
    {
        _addresses = [.. ranges.Select(r => (r, new Allocator(r.Count, r.ReservedCount, random)))];
        (PortMin, PortMax) = (portMin, portMax);
        var count = portMax - portMin + 1;
        var reserved = count < 16 ? 0 : Math.Clamp(count / 32, 16, 128);
        _ports = new(StringComparer.Ordinal);
        foreach (var protocol in (ReadOnlySpan<string>)["TCP", "UDP", "SCTP"]) { _ports[protocol] = new Allocator(count, reserved, random); }
    }

    /// <summary>The lowest node port.</summary>
    public int PortMin { get; }
    /// <summary>The highest node port.</summary>
    public int PortMax { get; }
    /// <summary>IPv4 and IPv6 where the cluster has such a range, the primary one first.</summary>
    public ImmutableArray<string> Families => [.. _addresses.Select(static a => a.Range.Family)];

    /// <summary>Takes what stored services hold, and follows them.</summary>
    public IDisposable Follow(IObjects objects) => objects.Subscribe("services", Take);

    /// <summary>Takes some address of the family; null where none is left.</summary>
    public string? TakeAddress(string family, string owner)
    {
        foreach (var (range, taken) in _addresses)
        {
            if (range.Family == family && taken.TryTakeAny(owner) is { } offset) { return range.At(offset); }
        }
        return null;
    }

    /// <summary>Takes this address; else says why not.</summary>
    public string? TakeAddressError(string address, string owner)
    {
        foreach (var (range, taken) in _addresses)
        {
            if (range.OffsetOf(address) is { } offset) { return taken.TryTake(offset, owner) ? null : "provided IP is already allocated"; }
        }
        return "the provided network does not match the current range";
    }

    /// <summary>Takes some port that is free for the protocols; null where none is left.</summary>
    public int? TakePort(string protocol, string owner) => _ports.GetValueOrDefault(protocol)?.TryTakeAny(owner) is { } number ? PortMin + (int)number : null;

    /// <summary>Takes this port; else says why not.</summary>
    public string? TakePortError(long port, string protocol, string owner)
    {
        if (port < PortMin || port > PortMax) { return $"provided port is not in the valid range. The range of valid ports is {PortMin}-{PortMax}"; }
        return _ports.GetValueOrDefault(protocol)?.TryTake(port - PortMin, owner) ?? true ? null : "provided port is already allocated";
    }

    /// <summary>Gives an address back.</summary>
    public void ReleaseAddress(string address, string owner)
    {
        foreach (var (range, taken) in _addresses)
        {
            if (range.OffsetOf(address) is { } offset) { taken.Release(offset, owner); }
        }
    }

    /// <summary>Gives a port back.</summary>
    public void ReleasePort(long port, string protocol, string owner) => _ports.GetValueOrDefault(protocol)?.Release(port - PortMin, owner);

    /// <summary>Gives back what the service holds and its successor (null: none) does not.</summary>
    public void Release(ObjectNode service, ObjectNode? successor)
    {
        var owner = Owner(service);
        var (addresses, ports) = (Addresses(successor).ToHashSet(StringComparer.Ordinal), Ports(successor).ToHashSet());
        foreach (var address in Addresses(service)) { if (!addresses.Contains(address)) { ReleaseAddress(address, owner); } }
        foreach (var port in Ports(service)) { if (!ports.Contains(port)) { ReleasePort(port.Port, port.Protocol, owner); } }
    }

    /// <summary>Who holds what this service has: its uid, so that a new service of the same name is another.</summary>
    public static string Owner(ObjectNode service) => service.TextAt("metadata", "uid") ?? "";

    private void Take(ObjectChange change)
    {
        if (change.Old is { } old) { Release(old, change.New); }
        if (change.New is not { } service) { return; }
        var owner = Owner(service);
        foreach (var address in Addresses(service)) { TakeAddressError(address, owner); }
        foreach (var (port, protocol) in Ports(service)) { TakePortError(port, protocol, owner); }
    }

    private static IEnumerable<string> Addresses(ObjectNode? service) => service.Object("spec").Texts("clusterIPs").Where(static a => a != "None");

    private static IEnumerable<(long Port, string Protocol)> Ports(ObjectNode? service)
    {
        foreach (var port in service.Object("spec").Items("ports"))
        {
            if (port.Number("nodePort") is { } number and > 0) { yield return (number, port.Text("protocol")); }
        }
        if (service.Object("spec").Number("healthCheckNodePort") is { } health and > 0) { yield return (health, "TCP"); }
    }
}
