using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// A pod goes where its claims' volumes can be reached. A claim that waits for its first consumer may go wherever its class can provide.
/// Source: Persistent Volumes; Storage Classes, volume binding mode.
/// </summary>
public sealed class VolumeBinding : IFilterPlugin
{
    /// <inheritdoc/>
    public string Name => "VolumeBinding";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.Storage | ClusterEvents.NodeAdded | ClusterEvents.NodeLabels;

    /// <summary>The names of the claims a pod uses, those of its ephemeral volumes too.</summary>
    public static IEnumerable<string> ClaimNames(Pod pod)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.PersistentVolumeClaim is { } source) { yield return source.ClaimName; }
            else if (volume.Ephemeral is not null) { yield return $"{pod.Metadata.Name}-{volume.Name}"; }
        }
    }

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        var checks = new List<NodeFilter>();
        foreach (var name in ClaimNames(pod.Pod))
        {
            if (Check(name, pod, cluster) is { } check) { checks.Add(check); }
        }
        if (checks.Count == 0) { return null; }
        return node => checks.Select(check => check(node)).FirstOrDefault(static rejection => rejection is not null);
    }

    private NodeFilter? Check(string name, PodState pod, ClusterSnapshot cluster)
    {
        var claim = cluster.Claim(pod.Namespace, name);
        if (claim is null) { return Always($"persistentvolumeclaim \"{name}\" not found"); }
        if (claim.Metadata.DeletionTimestamp is not null) { return Always($"persistentvolumeclaim \"{name}\" is being deleted"); }
        if (claim.Status.Phase == "Lost") { return Always($"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\""); }
        var storageClass = cluster.StorageClass(claim.Spec.StorageClassName ?? "");
        if (!string.IsNullOrEmpty(claim.Spec.VolumeName))
        {
            var volume = cluster.Volumes().FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
            var conflict = new Rejection(Name, "node(s) had volume node affinity conflict", false);
            return volume?.Spec.NodeAffinity?.Required is { } required ? node => required.Matches(node.Node) ? null : conflict : null;
        }
        if (storageClass?.VolumeBindingMode != "WaitForFirstConsumer") { return Always("pod has unbound immediate PersistentVolumeClaims"); }
        var free = cluster.Volumes().Where(v => IsFreeFor(claim, v)).ToArray();
        var none = new Rejection(Name, "node(s) didn't find available persistent volumes to bind", false);
        return node => Array.Exists(free, v => v.Spec.NodeAffinity?.Required.Matches(node.Node) ?? true) || Provides(storageClass, node) ? null : none;
    }

    private static bool IsFreeFor(PersistentVolumeClaim claim, PersistentVolume volume) =>
        volume.Status.Phase is "Available" && (volume.Spec.StorageClassName ?? "") == (claim.Spec.StorageClassName ?? "")
        && (volume.Spec.ClaimRef is null || volume.Spec.ClaimRef.Uid == claim.Metadata.Uid)
        && claim.Spec.AccessModes.All(volume.Spec.AccessModes.Contains)
        && (claim.Spec.Selector is null || claim.Spec.Selector.Matches(volume.Metadata.Labels))
        && claim.Spec.Resources.Requests.Get("storage") <= volume.Spec.Capacity.Get("storage");

    private static bool Provides(Api.Storage.V1.StorageClass storageClass, NodeState node) =>
        storageClass.Provisioner != "kubernetes.io/no-provisioner"
        && (storageClass.AllowedTopologies.Count == 0
            || storageClass.AllowedTopologies.Any(t => t.MatchLabelExpressions.All(e => node.Label(e.Key) is { } value && e.Values.Contains(value))));

    private NodeFilter Always(string reason)
    {
        var rejection = new Rejection(Name, reason, false);
        return _ => rejection;
    }
}
