using System.Collections.Immutable;
using KubeSharp.Proxy.Snapshot;

namespace KubeSharp.Proxy.Planning;

/// <summary>Where a client that has come before goes to the endpoint it went to. One for each set of endpoints of a service's port.</summary>
/// <param name="Name">Names it in the packet filter; stays the same as long as the service does.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Seconds">How long after its last connection a client is remembered.</param>
/// <param name="Addresses">Addresses and ports it is reached at.</param>
/// <param name="NodePorts">Ports of the node it is reached at.</param>
/// <param name="Endpoints">What stands behind it; not empty.</param>
public sealed record StickyPort(string Name, string Protocol, int Seconds, ImmutableArray<(string Address, int Port)> Addresses, ImmutableArray<int> NodePorts, ImmutableArray<ServiceEndpoint> Endpoints)
{
    /// <summary>The number a client is remembered with: that of the endpoint's address and port, so that it outlives changes among the others. Never 0.</summary>
    public static uint NumberOf(ServiceEndpoint endpoint) => Hash($"{endpoint.Address}:{endpoint.Port}") | 1;

    /// <summary>A name for a port's endpoints, all of them or those on the node.</summary>
    public static string NameOf(string port, bool isLocal) => $"{Hash(port):x8}{(isLocal ? "_local" : "")}";

    // FNV-1a: short, and the same in every process.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) { hash = (hash ^ c) * 16777619u; }
        return hash;
    }
}
