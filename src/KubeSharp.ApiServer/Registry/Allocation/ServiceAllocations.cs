using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Allocation;

/// <summary>
/// The addresses and node ports that services hold: what the stored services say, which it follows, and what writes in flight have taken.
/// </summary>
public sealed class ServiceAllocations
{
    private const string Ranges = "servicecidrs.networking.k8s.io";
    private const string AddressClaim = "addresses/", PortClaim = "nodeports/";
    private const int AttemptsMax = 100;

    private readonly ImmutableArray<string> _own;
    private readonly Random _random;
    private readonly Dictionary<string, ImmutableArray<string>> _extended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Allocator> _ports;
    // Before the lock of an allocator: whoever takes an address and whoever changes the ranges see one set of them, so that what a write in
    // flight has taken is in the new set too.
    private readonly Lock _lock = new();
    private ImmutableArray<(AddressRange Range, Allocator Taken)> _addresses;

    /// <summary>For these ranges and node ports.</summary>
    public ServiceAllocations(ImmutableArray<AddressRange> ranges, int portMin, int portMax, Random random)
    {
        _random = random;
        _own = [.. ranges.Select(static r => r.Network.ToString())];
        _addresses = [.. ranges.Select(NewRange)];
        (PortMin, PortMax) = (portMin, portMax);
        Families = [.. ranges.Select(static r => r.Family)];
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
    public ImmutableArray<string> Families { get; }

    /// <summary>Of each range, how many addresses are taken and how many free.</summary>
    public IEnumerable<(string Range, long Taken, long Free)> AddressUse() => _addresses.Select(static a => (a.Range.Network.ToString(), (long)a.Taken.TakenCount, a.Range.Count - a.Taken.TakenCount));

    /// <summary>How many node ports are taken and how many free; one that two protocols have is counted for the one that has more.</summary>
    public (long Taken, long Free) PortUse() => _ports.Values.Max(static p => p.TakenCount) is var taken ? (taken, PortMax - PortMin + 1 - taken) : default;

    /// <summary>Takes what stored services hold, and follows them and the ServiceCIDRs.</summary>
    public IDisposable Follow(IObjects objects)
    {
        objects.Subscribe(Ranges, c => TakeRange(c, objects));
        return objects.Subscribe("services", Take);
    }

    /// <summary>Takes some address of the family; null where none is left.</summary>
    public string? TakeAddress(string family, string owner)
    {
        lock (_lock) { return TakeAnyAddress(family, owner); }
    }

    /// <summary>The address of the network itself that comes first of a family, which nobody can have; null: there is none of the family.</summary>
    public string? FirstAddress(string family)
    {
        lock (_lock) { return _addresses.Select(static a => a.Range).FirstOrDefault(r => r.Family == family)?.Network.BaseAddress.ToString(); }
    }

    /// <summary>Takes this address; else says why not.</summary>
    public string? TakeAddressError(string address, string owner)
    {
        lock (_lock) { return TakeThisAddressError(address, owner); }
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
        lock (_lock)
        {
            foreach (var (range, taken) in _addresses)
            {
                if (range.OffsetOf(address) is { } offset) { taken.Release(offset, owner); }
            }
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

    /// <summary>What the service has and no other may, as names.</summary>
    public static IReadOnlyList<string> Claims(ObjectNode service) => [.. Addresses(service).Select(static a => AddressClaim + a), .. Ports(service).Select(static p => string.Create(CultureInfo.InvariantCulture, $"{PortClaim}{p.Protocol}/{p.Port}")).Distinct()];

    /// <summary>Takes what a service has that another server stored.</summary>
    public void Claimed(string claim, string owner)
    {
        if (claim.StartsWith(AddressClaim, StringComparison.Ordinal)) { TakeAddressError(claim[AddressClaim.Length..], owner); }
        else if (claim[PortClaim.Length..].Split('/') is [var protocol, var port]) { TakePortError(long.Parse(port, CultureInfo.InvariantCulture), protocol, owner); }
    }

    /// <summary>Who holds what this service has: its uid, so that a new service of the same name is another.</summary>
    public static string Owner(ObjectNode service) => service.TextAt("metadata", "uid") ?? "";

    private string? TakeAnyAddress(string family, string owner)
    {
        foreach (var (range, taken) in _addresses)
        {
            if (range.Family != family) { continue; }
            for (var i = 0; i < AttemptsMax && taken.TryTakeAny(owner) is { } offset; i++)
            {
                var address = range.At(offset);
                // Ranges may overlap: whoever has it in another one has it.
                if (TakeThisAddressError(address, owner) is null) { return address; }
                taken.Release(offset, owner);
            }
        }
        return null;
    }

    private string? TakeThisAddressError(string address, string owner)
    {
        var took = new List<(Allocator Taken, long Offset)>();
        foreach (var (range, taken) in _addresses)
        {
            if (range.OffsetOf(address) is not { } offset) { continue; }
            if (!taken.TryTake(offset, owner))
            {
                foreach (var (other, at) in took) { other.Release(at, owner); }
                return "provided IP is already allocated";
            }
            took.Add((taken, offset));
        }
        return took.Count > 0 ? null : "the provided network does not match the current range";
    }

    // A ServiceCIDR that is going gives no more addresses; what services have of it they keep.
    private void TakeRange(ObjectChange change, IObjects objects)
    {
        var cidr = change.New ?? change.Old!;
        var isOpen = change.New is not null && cidr.At("metadata", "deletionTimestamp") is null;
        if (isOpen) { _extended[cidr.TextAt("metadata", "name") ?? ""] = [.. cidr.Object("spec").Texts("cidrs").Where(static r => System.Net.IPNetwork.TryParse(r, out _))]; }
        else { _extended.Remove(cidr.TextAt("metadata", "name") ?? ""); }
        lock (_lock) { SetRanges(objects); }
    }

    private void SetRanges(IObjects objects)
    {
        var wanted = _own.Concat(_extended.Values.SelectMany(static r => r)).Distinct(StringComparer.Ordinal).ToArray();
        var before = _addresses;
        if (wanted.SequenceEqual(before.Select(static a => a.Range.Network.ToString()), StringComparer.Ordinal)) { return; }
        _addresses = [.. wanted.Select(w => before.FirstOrDefault(a => a.Range.Network.ToString() == w) is { Range: not null } there ? there : NewRange(AddressRange.Parse(w)))];
        foreach (var (range, taken) in before)
        {
            foreach (var (offset, owner) in taken.Held()) { TakeThisAddressError(range.At(offset), owner); }
        }
        foreach (var service in objects.List("services")) { Take(new ObjectChange(null, service)); }
    }

    private (AddressRange, Allocator) NewRange(AddressRange range) => (range, new Allocator(range.Count, range.ReservedCount, _random));

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
