namespace KubeSharp.Proxy.Snapshot;

/// <param name="Address">Address of a pod, or of whatever stands behind the service.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsLocal">Is on this node.</param>
public readonly record struct ServiceEndpoint(string Address, int Port, bool IsLocal);
