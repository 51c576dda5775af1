using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.LocalProvisioner;

/// <summary>Decides which volumes a node makes, grows and removes. Pure. Source: Dynamic Volume Provisioning; Storage Classes.</summary>
public static class LocalProvisionerPlanner
{
    /// <summary>Annotation of a claim: the node that its first pod goes to.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";
    /// <summary>Annotation of a volume: who made it.</summary>
    public const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";
    private const string Hostname = "kubernetes.io/hostname", Storage = "storage";

    /// <summary>The plan.</summary>
    /// <param name="options">Which node.</param>
    /// <param name="claims">All claims.</param>
    /// <param name="volumes">All volumes.</param>
    /// <param name="classes">All storage classes.</param>
    /// <param name="firstNode">The node that serves claims that do not wait for a pod.</param>
    public static LocalProvisionerPlan Plan(LocalProvisionerOptions options, IEnumerable<PersistentVolumeClaim> claims, IReadOnlyCollection<PersistentVolume> volumes,
        IReadOnlyCollection<StorageClass> classes, string firstNode)
    {
        var make = ImmutableArray.CreateBuilder<(PersistentVolumeClaim, PersistentVolume)>();
        var refuse = ImmutableArray.CreateBuilder<(PersistentVolumeClaim, string)>();
        var grow = ImmutableArray.CreateBuilder<(PersistentVolume, PersistentVolumeClaim)>();
        var ours = volumes.Where(v => IsOurs(v, options)).ToDictionary(static v => v.Metadata.Name ?? "", StringComparer.Ordinal);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in claims)
        {
            wanted.Add(claim.Metadata.Uid ?? "");
            if (ours.TryGetValue(claim.Spec.VolumeName ?? "", out var bound))
            {
                if (Size(claim.Spec.Resources.Requests) > Size(bound.Spec.Capacity) && AllowsGrowth(classes, claim)) { grow.Add((bound, claim)); }
                continue;
            }
            if (Class(classes, claim) is not { } storage || ours.ContainsKey(NameOf(claim)) || !IsForUs(claim, storage, options, firstNode)) { continue; }
            if (claim.Spec.VolumeMode == "Block") { refuse.Add((claim, "block volumes are not made of folders")); continue; }
            make.Add((claim, VolumeFor(claim, storage, options)));
        }
        return new LocalProvisionerPlan
        {
            Make = make.ToImmutable(),
            Refuse = refuse.ToImmutable(),
            Grow = grow.ToImmutable(),
            Remove = [.. ours.Values.Where(v => v.Status.Phase is "Released" or "Failed" && v.Spec.PersistentVolumeReclaimPolicy == "Delete" && !wanted.Contains(v.Spec.ClaimRef?.Uid ?? ""))],
        };
    }

    private static bool IsForUs(PersistentVolumeClaim claim, StorageClass storage, LocalProvisionerOptions options, string firstNode)
    {
        if (storage.Provisioner != LocalProvisionerOptions.Provisioner || !string.IsNullOrEmpty(claim.Spec.VolumeName) || claim.Metadata.DeletionTimestamp is not null) { return false; }
        var node = claim.Metadata.Annotations.Get(SelectedNode) ?? (storage.VolumeBindingMode == "WaitForFirstConsumer" ? "" : firstNode);
        return node == options.NodeName;
    }

    private static PersistentVolume VolumeFor(PersistentVolumeClaim claim, StorageClass storage, LocalProvisionerOptions options) => new()
    {
        Metadata = new ObjectMeta { Name = NameOf(claim), Annotations = ApiMap.Of((ProvisionedBy, LocalProvisionerOptions.Provisioner)) },
        Spec = new PersistentVolumeSpec
        {
            Capacity = ApiMap.Of((Storage, Size(claim.Spec.Resources.Requests))),
            AccessModes = claim.Spec.AccessModes,
            VolumeMode = claim.Spec.VolumeMode,
            StorageClassName = storage.Metadata.Name,
            PersistentVolumeReclaimPolicy = storage.ReclaimPolicy ?? "Delete",
            HostPath = new HostPathVolumeSource { Path = Path.Combine(options.Folder, NameOf(claim)), Type = "DirectoryOrCreate" },
            ClaimRef = new ObjectReference { ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = claim.Metadata.Namespace, Name = claim.Metadata.Name, Uid = claim.Metadata.Uid },
            NodeAffinity = new VolumeNodeAffinity
            {
                Required = new NodeSelector
                {
                    NodeSelectorTerms = [new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = Hostname, Operator = "In", Values = [options.NodeName] }] }],
                },
            },
        },
    };

    private static string NameOf(PersistentVolumeClaim claim) => $"pvc-{claim.Metadata.Uid}";

    private static bool IsOurs(PersistentVolume volume, LocalProvisionerOptions options) =>
        volume.Metadata.Annotations.Get(ProvisionedBy) == LocalProvisionerOptions.Provisioner && volume.Spec.HostPath?.Path.StartsWith(options.Folder + "/", StringComparison.Ordinal) == true;

    private static StorageClass? Class(IEnumerable<StorageClass> classes, PersistentVolumeClaim claim) => classes.FirstOrDefault(c => c.Metadata.Name == claim.Spec.StorageClassName);

    private static bool AllowsGrowth(IEnumerable<StorageClass> classes, PersistentVolumeClaim claim) => Class(classes, claim)?.AllowVolumeExpansion == true;

    private static Quantity Size(ApiMap<Quantity> of) => of.TryGetValue(Storage, out var size) ? size : Quantity.Zero;
}
