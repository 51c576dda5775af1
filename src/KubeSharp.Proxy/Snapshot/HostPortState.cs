namespace KubeSharp.Proxy.Snapshot;

/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="HostAddress">Address of the node; empty: all.</param>
/// <param name="HostPort">Port on the node.</param>
/// <param name="Address">Address of the pod.</param>
/// <param name="Port">Port of the container.</param>
public readonly record struct HostPortState(string Protocol, string HostAddress, int HostPort, string Address, int Port);
