namespace KubeSharp.Proxy.Snapshot;

/// <summary>A port at which a load balancer asks whether this node serves a service (externalTrafficPolicy Local).</summary>
/// <param name="Port">spec.healthCheckNodePort.</param>
/// <param name="Namespace">Of the service.</param>
/// <param name="Name">Of the service.</param>
/// <param name="LocalEndpoints">How many ready endpoints are on this node.</param>
public readonly record struct HealthPortState(int Port, string Namespace, string Name, int LocalEndpoints);
