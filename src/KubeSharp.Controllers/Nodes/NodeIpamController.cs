using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Controllers.Nodes;

/// <summary>Gives each node a range of pod addresses. Source: kube-controller-manager, --allocate-node-cidrs.</summary>
public sealed class NodeIpamController(IPNetwork clusterCidr, int nodeMaskSize) : IController
{
    private ObjectCache<Node> _nodes = new();

    /// <inheritdoc/>
    public string Name => "node-ipam-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Node"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Node.spec.podCIDR"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _nodes = informers.Get<Node>().Cache;
        // One key for all: two nodes must never be given the same range.
        informers.Get<Node>().Subscribe(c => { if (c.New is not null && string.IsNullOrEmpty(c.New.Spec.PodCIDR)) { enqueue(new("", "nodes")); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => PlanFor(_nodes.List(), clusterCidr, nodeMaskSize);

    /// <summary>Decides for all nodes: the first free range for the first node without one.</summary>
    public static Plan PlanFor(IReadOnlyCollection<Node> nodes, IPNetwork cluster, int maskSize)
    {
        if (nodes.Where(static n => string.IsNullOrEmpty(n.Spec.PodCIDR)).OrderBy(static n => n.Metadata.CreationTimestamp).FirstOrDefault() is not { } node) { return Plan.Nothing; }
        var taken = nodes.Select(static n => n.Spec.PodCIDR).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < 1 << (maskSize - cluster.PrefixLength); i++)
        {
            var range = Range(cluster, maskSize, i);
            if (taken.Contains(range)) { continue; }
            var patch = ObjectNode.Of(("spec", ObjectNode.Of(("podCIDR", range), ("podCIDRs", ArrayNode.Of(range)))));
            return Plan.Of(new PatchAction<Node>("", node.Metadata.Name!, PatchKind.Strategic, patch)) with { After = TimeSpan.FromMilliseconds(100) };
        }
        return Plan.Of(new EventAction(node, "Normal", "CIDRNotAvailable", $"Node {node.Metadata.Name} status is now: CIDRNotAvailable"));
    }

    private static string Range(IPNetwork cluster, int maskSize, int index)
    {
        Span<byte> bytes = stackalloc byte[4];
        cluster.BaseAddress.TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + ((uint)index << (32 - maskSize)));
        return $"{new IPAddress(bytes)}/{maskSize}";
    }
}
