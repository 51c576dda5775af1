namespace KubeSharp.Kubelet.Runtime;

/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="ContainerPort">Port in the pod.</param>
/// <param name="HostPort">Port of the node.</param>
/// <param name="HostAddress">Address of the node; empty: all.</param>
public sealed record PortMapping(string Protocol, int ContainerPort, int HostPort, string HostAddress);
