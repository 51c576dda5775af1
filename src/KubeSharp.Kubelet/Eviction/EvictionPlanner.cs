using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>Decides which pods must go. Pure. Source: Node-pressure Eviction; Local ephemeral storage.</summary>
public static class EvictionPlanner
{
    /// <summary>The plan: who passed their own limits goes; where the node runs out, one pod goes a round.</summary>
    /// <param name="signals">What the node has left.</param>
    /// <param name="crossed">Where that is too little.</param>
    /// <param name="pods">What each uses.</param>
    public static EvictionPlan Plan(EvictionSignals signals, IReadOnlyList<EvictionThreshold> crossed, IReadOnlyList<PodUse> pods)
    {
        var pressures = crossed.Select(static t => t.Condition).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        var evictions = ImmutableArray.CreateBuilder<(Pod, string, string)>();
        foreach (var use in pods)
        {
            if (!PodAdmission.IsCritical(use.Pod) && OverOwnLimit(use) is var (message, signal)) { evictions.Add((use.Pod, message, signal)); }
        }
        // Memory first: the kernel would choose by itself. What just passed its own limit may already have made room.
        var worst = crossed.OrderBy(static t => t.Resource == "memory" ? 0 : 1).FirstOrDefault();
        if (evictions.Count == 0 && worst is not null && Rank(worst, pods) is [var first, ..])
        {
            evictions.Add((first.Pod, Message(worst, signals, first), worst.Signal));
        }
        return new EvictionPlan(pressures, evictions.ToImmutable(), worst?.Resource ?? "");
    }

    /// <summary>Pods in the order in which they go: over their request first, then by priority, then by how much they are over it.</summary>
    public static IReadOnlyList<PodUse> Rank(EvictionThreshold threshold, IReadOnlyList<PodUse> pods) =>
        [.. pods.Where(static p => !PodAdmission.IsCritical(p.Pod))
            .OrderByDescending(p => Over(threshold, p) > 0).ThenBy(static p => p.Pod.Spec.Priority ?? 0).ThenByDescending(p => Over(threshold, p))];

    private static long Over(EvictionThreshold threshold, PodUse use) => Used(threshold, use) - Asked(threshold, use.Pod.Spec.Requests());

    private static long Used(EvictionThreshold threshold, PodUse use) => threshold.Resource == "memory" ? use.MemoryBytes : threshold.Resource == "pids" ? 0 : use.DiskBytes;

    private static long Asked(EvictionThreshold threshold, ApiMap<Quantity> requests) => requests.TryGetValue(threshold.Resource, out var asked) ? asked.Value : 0;

    private static string Message(EvictionThreshold threshold, EvictionSignals signals, PodUse use)
    {
        var (available, capacity) = signals.Of(threshold.Signal);
        var message = $"The node was low on resource: {threshold.Resource}. Threshold quantity: {Size(threshold.Least(capacity))}, available: {Size(available)}. ";
        foreach (var container in use.Pod.Spec.Containers)
        {
            var used = threshold.Resource == "ephemeral-storage" && use.ContainerDiskBytes.TryGetValue(container.Name, out var disk) ? disk : use.Pod.Spec.Containers.Count == 1 ? Used(threshold, use) : 0;
            if (used > 0) { message += $"Container {container.Name} was using {Size(used)}, request is {Size(Asked(threshold, container.Resources.Requests))}, has larger consumption of {threshold.Resource}. "; }
        }
        return message;
    }

    // The signals bear upstream's names.
    private static (string Message, string Signal)? OverOwnLimit(PodUse use)
    {
        foreach (var volume in use.Pod.Spec.Volumes)
        {
            if (volume.EmptyDir is { SizeLimit: { Sign: > 0 } limit } && use.EmptyDirBytes.TryGetValue(volume.Name, out var size) && size > limit.Value)
            {
                return ($"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ", "emptydirfs.limit");
            }
        }
        var allLimited = use.Pod.Spec.Containers.Count > 0;
        foreach (var container in PodContainers.Of(use.Pod.Spec))
        {
            if (!container.Spec.Resources.Limits.TryGetValue("ephemeral-storage", out var limit)) { allLimited &= container.Role != ContainerRole.Main; continue; }
            if (use.ContainerDiskBytes.TryGetValue(container.Name, out var used) && used > limit.Value)
            {
                return ($"Container {container.Name} exceeded its local ephemeral storage limit \"{limit}\". ", "ephemeralcontainerfs.limit");
            }
        }
        return allLimited && use.Pod.Spec.Limits().TryGetValue("ephemeral-storage", out var total) && use.DiskBytes > total.Value
            ? ($"Pod ephemeral local storage usage exceeds the total limit of containers {total}. ", "ephemeralpodfs.limit") : null;
    }

    private static string Size(long bytes) => Quantity.FromValue(bytes, QuantityFormat.BinarySI).ToString();
}
