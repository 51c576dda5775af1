namespace KubeSharp.ApiServer.Webhooks;

/// <summary>A port of a service.</summary>
/// <param name="Namespace">Namespace of the service.</param>
/// <param name="Name">Its name.</param>
/// <param name="Port">The port's number, as in the service's spec.</param>
public sealed record ServiceReference(string Namespace, string Name, int Port)
{
    /// <summary>The name that its certificate must bear: NAME.NAMESPACE.svc.</summary>
    public string Host => $"{Name}.{Namespace}.svc";

    /// <summary>Reads NAME.NAMESPACE.svc; null where it is none.</summary>
    public static ServiceReference? Parse(string host, int port) => host.Split('.') is [var name, var ns, "svc"] ? new(ns, name, port) : null;
}
