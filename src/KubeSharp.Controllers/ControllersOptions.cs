using System.Net;
using System.Text;
using KubeSharp.Client.Rest;
using KubeSharp.Client.WorkQueues;
using KubeSharp.Controllers.Nodes;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.Controllers;

/// <summary>How the controllers work.</summary>
public sealed record ControllersOptions
{
    /// <summary>Certificate authority that pods trust, PEM.</summary>
    public required string RootAuthorityPem { get; init; }
    /// <summary>Signs a request (PEM) for these usages and this time, by the cluster's authority; answers the certificate in PEM.</summary>
    public required Func<string, IReadOnlyCollection<string>, TimeSpan, string> SignCertificate { get; init; }
    /// <summary>Range of all pods' addresses.</summary>
    public IPNetwork ClusterCidr { get; init; } = new(IPAddress.Parse("10.244.0.0"), 16);
    /// <summary>Whether nodes get parts of it; off where something else gives them, or nobody.</summary>
    public bool AllocatesNodeCidrs { get; init; } = true;
    /// <summary>Prefix length of a node's part of it.</summary>
    public int NodeMaskSize { get; init; } = 24;
    /// <summary>When nodes count as lost.</summary>
    public NodeHealthOptions NodeHealth { get; init; } = new();
    /// <summary>The client of a service account of kube-system; null: all controllers write in the name of the one client.</summary>
    public Func<string, IApiClient>? ClientOf { get; init; }
    /// <summary>How long nobody has used a token that an old cluster made by itself, before it is marked and then removed.</summary>
    public TimeSpan LegacyTokenPeriod { get; init; } = TimeSpan.FromDays(365);
    /// <summary>Records each pass of a controller over an object; null: nothing does.</summary>
    public Tracer? Tracer { get; init; }
    /// <summary>What the controllers' queues count.</summary>
    public WorkQueueMetrics QueueMetrics { get; init; } = new();
    /// <summary>What is counted of nodes.</summary>
    public NodeMetrics NodeMetrics { get; init; } = new();
    /// <summary>Several may run, one leads. Off where there is only one.</summary>
    public bool ElectsLeader { get; init; }
    /// <summary>Name of this candidate.</summary>
    public string Identity { get; init; } = Environment.MachineName;

    /// <summary>What the controllers count, in Prometheus' text form.</summary>
    public void WriteMetrics(StringBuilder text)
    {
        QueueMetrics.Write(text);
        NodeMetrics.Write(text);
    }
}
