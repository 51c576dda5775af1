using KubeSharp.Api.Core.V1;

namespace KubeSharp.Api.Semantics;

/// <summary>A port of the node itself that a container takes.</summary>
/// <param name="Protocol">TCP, UDP, SCTP.</param>
/// <param name="Address">Address of the node; empty: all.</param>
/// <param name="Port">Number.</param>
public readonly record struct HostPort(string Protocol, string Address, int Port)
{
    /// <summary>The host ports of a pod.</summary>
    public static IEnumerable<HostPort> Of(PodSpec spec)
    {
        foreach (var container in spec.Containers.Concat(spec.InitContainers.Where(static c => c.RestartPolicy == "Always")))
        {
            foreach (var port in container.Ports)
            {
                if (port.HostPort is > 0)
                {
                    yield return new(port.Protocol ?? "TCP", port.HostIP is null or "0.0.0.0" or "::" ? "" : port.HostIP, port.HostPort.Value);
                }
            }
        }
    }

    /// <summary>Both cannot be taken on one node.</summary>
    public bool ConflictsWith(HostPort other) =>
        Port == other.Port && Protocol == other.Protocol && (Address == other.Address || Address.Length == 0 || other.Address.Length == 0);
}
