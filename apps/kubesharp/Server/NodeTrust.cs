using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Client.Rest;

namespace KubeSharp.Server;

/// <summary>How a node and its cluster know each other.</summary>
/// <param name="Authorities">Who signs for the cluster.</param>
/// <param name="Client">A client for a role of the node (kubelet, kube-proxy, pod-network).</param>
/// <param name="ServingCertificate">What the agent serves with; given a client that may ask for it.</param>
internal sealed record NodeTrust(X509Certificate2Collection Authorities, Func<string, ApiClient> Client, Func<ApiClient, CancellationToken, Task<X509Certificate2>> ServingCertificate)
{
    /// <summary>What is counted of the node's certificates, in Prometheus' text form; default: nothing is, for the cluster gives them.</summary>
    public Action<StringBuilder> WriteMetrics { get; init; } = static _ => { };
}
