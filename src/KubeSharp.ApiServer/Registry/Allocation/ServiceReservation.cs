using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Allocation;

/// <summary>Takes for one service the addresses and ports it lacks, and gives all of them back if its write fails.</summary>
/// <param name="allocations">What is taken.</param>
/// <param name="service">The service.</param>
/// <param name="isDryRun">Nothing will be stored. Compat: what is not asked for by number is then not looked for, but made up as upstream does.</param>
public sealed class ServiceReservation(ServiceAllocations allocations, ObjectNode service, bool isDryRun)
{
    private const long MadeUpPort = 32768;
    private readonly string _owner = ServiceAllocations.Owner(service);
    private readonly FieldErrors _errors = new();
    private readonly List<Action> _undo = [];
    private readonly List<long> _ports = [];

    /// <summary>What was wrong; nothing is held then.</summary>
    public FieldErrors Errors => _errors;

    /// <summary>Gives back what was taken.</summary>
    public void Undo()
    {
        foreach (var step in _undo) { step(); }
        _undo.Clear();
    }

    /// <summary>The service with its addresses and ports; what the old one (null: none) holds already is kept.</summary>
    public ObjectNode Take(ObjectNode? old)
    {
        var spec = service.Object("spec");
        var before = old.Object("spec");
        if (ServiceDefaults.NeedsClusterIP(spec)) { spec = TakeAddresses(spec, before); }
        if (ServiceDefaults.NeedsNodePorts(spec)) { spec = TakePorts(spec, before); }
        else { CheckGivenPorts(spec, before); }
        if (ServiceDefaults.NeedsHealthPort(spec) && spec.Number("healthCheckNodePort") is null or 0)
        {
            if (TakePort("TCP") is { } port)
            {
                spec = spec.Set("healthCheckNodePort", port);
            }
        }
        if (!_errors.IsEmpty) { Undo(); }
        return service.Set("spec", spec);
    }

    private ObjectNode TakeAddresses(ObjectNode spec, ObjectNode before)
    {
        var path = FieldPath.Of("spec").Child("clusterIPs");
        var given = spec.Texts("clusterIPs").ToList();
        if (given.Count == 0 && spec.Text("clusterIP") is { Length: > 0 } first) { given.Add(first); }
        if (given is ["None"]) { return spec.Set("clusterIP", "None").Set("clusterIPs", ArrayNode.Of("None")); }
        var held = before.Texts("clusterIPs").ToHashSet(StringComparer.Ordinal);
        foreach (var address in given)
        {
            if (held.Contains(address)) { continue; }
            if (allocations.TakeAddressError(address, _owner) is { } wrong) { _errors.Invalid(path, new ArrayNode([.. given.Select(static g => (Node)g)]), $"failed to allocate IP {address}: {wrong}"); }
            else { _undo.Add(() => allocations.ReleaseAddress(address, _owner)); }
        }
        foreach (var family in spec.Texts("ipFamilies").Skip(given.Count).ToArray())
        {
            if (isDryRun && allocations.FirstAddress(family) is { } made) { given.Add(made); }
            else if (allocations.TakeAddress(family, _owner) is { } address)
            {
                _undo.Add(() => allocations.ReleaseAddress(address, _owner));
                given.Add(address);
            }
            else { throw StatusException.Internal("failed to allocate a serviceIP: range is full"); }
        }
        return given.Count == 0 ? spec : spec.Set("clusterIP", given[0]).Set("clusterIPs", new ArrayNode([.. given.Select(static g => (Node)g)]));
    }

    private ObjectNode TakePorts(ObjectNode spec, ObjectNode before)
    {
        var held = before.Items("ports").Select(static p => (p.Number("nodePort"), p.Text("protocol"))).ToHashSet();
        var ports = spec.Items("ports");
        var result = ports;
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Number("nodePort") is { } wanted and not 0) { TakeGiven(wanted, ports[i].Text("protocol"), held, i); }
        }
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i] is not ObjectNode port) { continue; }
            if (port.Number("nodePort") is { } given and not 0)
            {
                _ports.Add(given);
                continue;
            }
            var protocol = port.Text("protocol");
            if (TakePort(protocol) is not { } number) { throw StatusException.Internal("failed to allocate a nodePort: range is full"); }
            result = result.SetItem(i, port.Set("nodePort", number));
        }
        return spec.Set("ports", result);
    }

    private void CheckGivenPorts(ObjectNode spec, ObjectNode before)
    {
        if (spec.Text("type") != "LoadBalancer") { return; }
        var held = before.Items("ports").Select(static p => (p.Number("nodePort"), p.Text("protocol"))).ToHashSet();
        var ports = spec.Items("ports");
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Number("nodePort") is { } wanted and not 0) { TakeGiven(wanted, ports[i].Text("protocol"), held, i); }
        }
    }

    private long? TakePort(string protocol)
    {
        if (isDryRun)
        {
            _ports.Add(_ports.DefaultIfEmpty(MadeUpPort).Max() + 1);
            return _ports[^1];
        }
        if (allocations.TakePort(protocol, _owner) is not { } port) { return null; }
        _undo.Add(() => allocations.ReleasePort(port, protocol, _owner));
        return port;
    }

    private void TakeGiven(long port, string protocol, HashSet<(long?, string)> held, int index)
    {
        if (held.Contains((port, protocol))) { return; }
        if (allocations.TakePortError(port, protocol, _owner) is { } wrong) { _errors.Invalid(FieldPath.Of("spec").Child("ports").Index(index).Child("nodePort"), port, wrong); }
        else { _undo.Add(() => allocations.ReleasePort(port, protocol, _owner)); }
    }
}
