using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Devices;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>A pod that claims devices goes where they are, or can be had. Source: Dynamic Resource Allocation.</summary>
public sealed class DynamicResources : IFilterPlugin
{
    /// <summary>So many may hold one claim.</summary>
    public const int ConsumersMax = 256;

    private const string PluginName = "DynamicResources";
    private readonly DeviceSelectors _selectors = new();

    /// <inheritdoc/>
    public string Name => PluginName;

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.Devices | ClusterEvents.NodeAdded | ClusterEvents.NodeLabels;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        if (pod.Pod.Spec.ResourceClaims.Count == 0) { return null; }
        if (Problem(pod, cluster) is { } problem) { return Always(problem); }
        var (allocated, open) = Claims(pod, cluster);
        var elsewhere = new Rejection(Name, "resourceclaim not available on the node", false);
        var none = new Rejection(Name, "cannot allocate all claims", true);
        var allocator = open.Count == 0 ? null : Allocator(cluster);
        return node =>
        {
            if (!allocated.TrueForAll(c => c.Status.Allocation!.NodeSelector?.Matches(node.Node) ?? true)) { return elsewhere; }
            try { return allocator is null || allocator.Allocate(open, node.Node, DateTimeOffset.UnixEpoch) is not null ? null : none; }
            catch (DeviceException e) { return new Rejection(Name, e.Message, false); }
        };
    }

    /// <summary>The pod's claims as they are to be when it goes to the node: allocated and reserved for it; those that are so already are left out.</summary>
    /// <exception cref="DeviceException">They cannot be had there after all.</exception>
    public ImmutableArray<ResourceClaim> Reserve(PodState pod, Node node, ClusterSnapshot cluster, DateTimeOffset now)
    {
        if (pod.Pod.Spec.ResourceClaims.Count == 0) { return []; }
        var (allocated, open) = Claims(pod, cluster);
        ImmutableArray<AllocationResult> results = open.Count == 0 ? [] : Allocator(cluster).Allocate(open, node, now) ?? throw new DeviceException("the devices were taken meanwhile");
        var consumer = new ResourceClaimConsumerReference { Resource = "pods", Name = pod.Pod.Metadata.Name ?? "", Uid = pod.Uid };
        return
        [
            .. allocated.Where(c => !c.Status.ReservedFor.Any(r => r.Uid == pod.Uid)).Select(c => c with { Status = c.Status with { ReservedFor = [.. c.Status.ReservedFor, consumer] } }),
            .. open.Select((c, i) => c with { Status = c.Status with { Allocation = results[i], ReservedFor = [consumer] } }),
        ];
    }

    /// <summary>A claim of the pod that keeps it from every node: allocated elsewhere, and held by nobody. It can be given back and had anew; null: there is none.</summary>
    public static ResourceClaim? InTheWay(PodState pod, ClusterSnapshot cluster, SchedulingDecision decision) =>
        decision.Rejections.Values.Any(static r => r.Plugin == PluginName) ? Claims(pod, cluster).Allocated.FirstOrDefault(static c => c.Status.ReservedFor.Count == 0 && c.Metadata.DeletionTimestamp is null) : null;

    /// <summary>Names of the claims that the pod uses, as far as they are known.</summary>
    public static IEnumerable<string> ClaimNames(Pod pod) => pod.Spec.ResourceClaims.Select(e => NameOf(pod, e)).Where(static n => !string.IsNullOrEmpty(n)).Distinct()!;

    private static (List<ResourceClaim> Allocated, List<ResourceClaim> Open) Claims(PodState pod, ClusterSnapshot cluster)
    {
        var claims = ClaimNames(pod.Pod).Select(n => cluster.DeviceClaim(pod.Namespace, n)).OfType<ResourceClaim>().ToLookup(static c => c.Status.Allocation is not null);
        return ([.. claims[true]], [.. claims[false]]);
    }

    private static string? Problem(PodState pod, ClusterSnapshot cluster)
    {
        foreach (var entry in pod.Pod.Spec.ResourceClaims)
        {
            if (NameOf(pod.Pod, entry) is not { } name) { return "waiting for resource claim to be created"; }
            // Upstream's controller may find that an entry needs none.
            if (name.Length == 0) { continue; }
            if (cluster.DeviceClaim(pod.Namespace, name) is not { } claim) { return $"resourceclaim \"{name}\" not found"; }
            if (claim.Metadata.DeletionTimestamp is not null) { return $"resourceclaim \"{name}\" is being deleted"; }
            if (entry.ResourceClaimTemplateName is { Length: > 0 } && claim.Metadata.OwnerReferences.FirstOrDefault(static o => o.Controller == true) is { } owner && owner.Uid != pod.Uid) { return $"ResourceClaim {pod.Namespace}/{name} was not created for pod {pod.FullName} (pod is not owner)"; }
            if (claim.Status.ReservedFor.Count >= ConsumersMax && !claim.Status.ReservedFor.Any(r => r.Uid == pod.Uid)) { return "resourceclaim in use"; }
        }
        return null;
    }

    private DeviceAllocator Allocator(ClusterSnapshot cluster) => new(DeviceInventory.Of(cluster.DeviceSlices()), DeviceAllocator.Taken(cluster.DeviceClaims()), cluster.DeviceClass, _selectors);

    // Null: it is not made yet; empty: none is needed.
    private static string? NameOf(Pod pod, PodResourceClaim entry) => !string.IsNullOrEmpty(entry.ResourceClaimName) ? entry.ResourceClaimName
        : pod.Status.ResourceClaimStatuses.FirstOrDefault(s => s.Name == entry.Name) is { } made ? made.ResourceClaimName ?? "" : null;

    private NodeFilter Always(string reason)
    {
        var rejection = new Rejection(Name, reason, false);
        return _ => rejection;
    }
}
