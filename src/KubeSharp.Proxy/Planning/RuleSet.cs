using System.Collections.Immutable;

namespace KubeSharp.Proxy.Planning;

/// <summary>What the packet filter is to do, without its language. Immutable, comparable.</summary>
/// <param name="Chooses">Where a packet for (address, port) goes: how many endpoints there are to choose from.</param>
/// <param name="NodeChooses">The same for ports of the node.</param>
/// <param name="Targets">The endpoint of (address, port, number).</param>
/// <param name="NodeTargets">The endpoint of (node port, number).</param>
/// <param name="EmptyNodePorts">Ports of the node of services that nobody serves.</param>
/// <param name="Hairpins">Addresses of endpoints that may talk to themselves through a service.</param>
public sealed record RuleSet(
    ImmutableArray<(string Protocol, string Address, int Port, int Count)> Chooses,
    ImmutableArray<(string Protocol, int Port, int Count)> NodeChooses,
    ImmutableArray<(string Protocol, string Address, int Port, int Number, string TargetAddress, int TargetPort)> Targets,
    ImmutableArray<(string Protocol, int Port, int Number, string TargetAddress, int TargetPort)> NodeTargets,
    ImmutableArray<(string Protocol, int Port)> EmptyNodePorts,
    ImmutableArray<string> Hairpins)
{
    /// <summary>Ports of the node whose endpoints see the client's own address: only endpoints on the node serve them.</summary>
    public ImmutableArray<(string Protocol, int Port)> SourceKept { get; init; } = [];
    /// <summary>Ports that keep each client with one endpoint.</summary>
    public ImmutableArray<StickyPort> Sticky { get; init; } = [];
}
