using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Controllers.VolumeAttachments;

/// <summary>Which volumes are to be attached to a node. Pure. Source: CSI volume attachment; Non-graceful node shutdown.</summary>
public static class AttachmentPlanner
{
    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Decides for a node (null: it is gone), the volumes its pods use, the attachments it has, and the volume of a name.</summary>
    public static Plan PlanFor(string nodeName, Node? node, IReadOnlyCollection<PersistentVolume> wanted, IReadOnlyCollection<VolumeAttachment> there, Func<string, PersistentVolume?> volume)
    {
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        var names = wanted.ToDictionary(v => Attachments.NameOf(v.Spec.Csi!, nodeName), static v => v, StringComparer.Ordinal);
        if (node is not null)
        {
            foreach (var (name, value) in names)
            {
                if (there.All(a => a.Metadata.Name != name)) { actions.Add(new CreateAction<VolumeAttachment>(Attachments.Of(value, nodeName))); }
            }
        }
        var isWaiting = false;
        foreach (var attachment in there.Where(a => a.Metadata.DeletionTimestamp is null && !names.ContainsKey(a.Metadata.Name!)))
        {
            // Only what was made here: what others attach by other names is theirs.
            if (Source(attachment, volume) is not { } source || attachment.Metadata.Name != Attachments.NameOf(source, nodeName)) { continue; }
            if (node?.Status.VolumesInUse.Contains(Attachments.UniqueName(source)) == true && !IsOutOfService(node)) { isWaiting = true; }
            else { actions.Add(new DeleteAction<VolumeAttachment>(attachment)); }
        }
        if (node is not null && Told(node, there, volume) is { } patch) { actions.Add(new PatchAction<Node>("", nodeName, PatchKind.Merge, patch, "status")); }
        return new Plan(actions.ToImmutable()) with { After = isWaiting ? _lookAgainAfter : null };
    }

    // The node lists what is attached to it; what others (drivers in the node) have listed stays.
    private static ObjectNode? Told(Node node, IReadOnlyCollection<VolumeAttachment> there, Func<string, PersistentVolume?> volume)
    {
        var attached = there.Where(static a => a.Status.Attached && a.Metadata.DeletionTimestamp is null)
            .Select(a => (a.Metadata.Name, Source: Source(a, volume))).Where(static a => a.Source is not null)
            .Select(static a => new AttachedVolume { Name = Attachments.UniqueName(a.Source!), DevicePath = a.Name! });
        var all = node.Status.VolumesAttached.Where(static v => !v.Name.StartsWith("kubernetes.io/csi/", StringComparison.Ordinal)).Concat(attached).OrderBy(static v => v.Name, StringComparer.Ordinal).ToApiList();
        return all.Equals(node.Status.VolumesAttached) ? null : ObjectNode.Of(("status", ObjectNode.Of(("volumesAttached", new ArrayNode([.. all.Select(static v => (Machinery.Documents.Node)ObjectNode.Of(("name", v.Name), ("devicePath", v.DevicePath)))])))));
    }

    private static CSIPersistentVolumeSource? Source(VolumeAttachment attachment, Func<string, PersistentVolume?> volume) =>
        attachment.Spec.Source.PersistentVolumeName is { Length: > 0 } name ? volume(name)?.Spec.Csi : attachment.Spec.Source.InlineVolumeSpec?.Csi;

    private static bool IsOutOfService(Node node) => node.Spec.Taints.Any(static t => t.Key == "node.kubernetes.io/out-of-service");
}
