using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Policy.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Api.Storage.V1;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Scheduler.Snapshot;

/// <summary>All that a decision looks at. Immutable.</summary>
public sealed record ClusterSnapshot
{
    /// <summary>The nodes, in the order they are tried.</summary>
    public required ImmutableArray<NodeState> Nodes { get; init; }
    /// <summary>Labels of the namespaces, for namespace selectors.</summary>
    public Func<string, ApiMap<string>> NamespaceLabels { get; init; } = static _ => ApiMap<string>.Empty;
    /// <summary>The claim of that namespace and name.</summary>
    public Func<string, string, PersistentVolumeClaim?> Claim { get; init; } = static (_, _) => null;
    /// <summary>The claim of devices of that namespace and name.</summary>
    public Func<string, string, ResourceClaim?> DeviceClaim { get; init; } = static (_, _) => null;
    /// <summary>All claims of devices.</summary>
    public Func<IEnumerable<ResourceClaim>> DeviceClaims { get; init; } = static () => [];
    /// <summary>What drivers offer.</summary>
    public Func<IEnumerable<ResourceSlice>> DeviceSlices { get; init; } = static () => [];
    /// <summary>The device class of that name.</summary>
    public Func<string, DeviceClass?> DeviceClass { get; init; } = static _ => null;
    /// <summary>All volumes.</summary>
    public Func<IEnumerable<PersistentVolume>> Volumes { get; init; } = static () => [];
    /// <summary>The storage class of that name.</summary>
    public Func<string, StorageClass?> StorageClass { get; init; } = static _ => null;
    /// <summary>The selectors of services and controllers that the pod belongs to; they spread it where it does not say how.</summary>
    public Func<PodState, LabelSelector?> OwnersSelector { get; init; } = static _ => null;
    /// <summary>Disruption budgets of a namespace.</summary>
    public Func<string, IEnumerable<PodDisruptionBudget>> Budgets { get; init; } = static _ => [];

    /// <summary>The same with one node in another state.</summary>
    public ClusterSnapshot With(NodeState node)
    {
        for (var i = 0; i < Nodes.Length; i++)
        {
            if (Nodes[i].Name == node.Name) { return this with { Nodes = Nodes.SetItem(i, node) }; }
        }
        return this;
    }
}
