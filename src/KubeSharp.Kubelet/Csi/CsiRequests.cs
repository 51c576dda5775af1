using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Kubelet.Csi.V1;
using Mode = KubeSharp.Kubelet.Csi.V1.VolumeCapability.Types.AccessMode.Types.Mode;

namespace KubeSharp.Kubelet.Csi;

/// <summary>What a driver is asked. Pure. Source: CSI specification; Kubernetes CSI, pod info, token requests, fsGroup.</summary>
internal static class CsiRequests
{
    private const string Prefix = "csi.storage.k8s.io/", Tokens = Prefix + "serviceAccount.tokens";

    /// <summary>How the volume is to be used.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="group">Group that is to own it; null: none.</param>
    public static VolumeCapability Capability(CsiDriver driver, CsiVolume volume, long? group)
    {
        var capability = new VolumeCapability { AccessMode = new VolumeCapability.Types.AccessMode { Mode = ModeOf(volume.AccessMode, driver.Can(CsiCapability.SingleNodeMultiWriter)) } };
        if (volume.IsBlock)
        {
            capability.Block = new VolumeCapability.Types.BlockVolume();
            return capability;
        }
        capability.Mount = new VolumeCapability.Types.MountVolume { FsType = volume.FsType };
        capability.Mount.MountFlags.Add(volume.MountOptions);
        if (group is { } owner && driver.Can(CsiCapability.MountGroup)) { capability.Mount.VolumeMountGroup = owner.ToString(System.Globalization.CultureInfo.InvariantCulture); }
        return capability;
    }

    /// <summary>The request to mount it for the node.</summary>
    public static NodeStageVolumeRequest Stage(CsiVolume volume, VolumeCapability capability, string path, IReadOnlyDictionary<string, string> attachment, IReadOnlyDictionary<string, string> secrets)
    {
        var request = new NodeStageVolumeRequest { VolumeId = volume.Handle, StagingTargetPath = path, VolumeCapability = capability };
        Add(request.PublishContext, attachment);
        Add(request.Secrets, secrets);
        Add(request.VolumeContext, volume.Attributes);
        return request;
    }

    /// <summary>The request to mount it for a pod.</summary>
    public static NodePublishVolumeRequest Publish(CsiVolume volume, VolumeCapability capability, string staged, string path, IReadOnlyDictionary<string, string> attachment,
        IReadOnlyDictionary<string, string> secrets, Pod pod, CSIDriverSpec? asked, string tokens)
    {
        var request = new NodePublishVolumeRequest { VolumeId = volume.Handle, StagingTargetPath = staged, TargetPath = path, VolumeCapability = capability, Readonly = volume.ReadOnly };
        Add(request.PublishContext, attachment);
        Add(request.Secrets, secrets);
        Add(request.VolumeContext, volume.Attributes);
        if (asked?.PodInfoOnMount == true)
        {
            request.VolumeContext[Prefix + "pod.name"] = pod.Metadata.Name ?? "";
            request.VolumeContext[Prefix + "pod.namespace"] = pod.Metadata.Namespace ?? "";
            request.VolumeContext[Prefix + "pod.uid"] = pod.Metadata.Uid ?? "";
            request.VolumeContext[Prefix + "serviceAccount.name"] = pod.Spec.ServiceAccountName ?? "";
            request.VolumeContext[Prefix + "ephemeral"] = volume.IsInline ? "true" : "false";
        }
        if (tokens.Length > 0)
        {
            if (asked?.ServiceAccountTokenInSecrets == true) { request.Secrets[Tokens] = tokens; } else { request.VolumeContext[Tokens] = tokens; }
        }
        return request;
    }

    /// <summary>Whether the agent gives the volume to the pod's group.</summary>
    public static bool TakesGroup(CsiDriver driver, CsiVolume volume, CSIDriverSpec? asked)
    {
        if (volume.IsBlock || volume.ReadOnly || driver.Can(CsiCapability.MountGroup)) { return false; }
        return (asked?.FsGroupPolicy ?? "ReadWriteOnceWithFSType") switch
        {
            "None" => false,
            "File" => true,
            // Inline volumes have no access mode and count as written by one.
            _ => volume.FsType.Length > 0 && (volume.IsInline || volume.AccessMode is "ReadWriteOnce" or "ReadWriteOncePod"),
        };
    }

    private static Mode ModeOf(string accessMode, bool knowsWriters) => accessMode switch
    {
        "ReadOnlyMany" => Mode.MultiNodeReaderOnly,
        "ReadWriteMany" => Mode.MultiNodeMultiWriter,
        "ReadWriteOncePod" => knowsWriters ? Mode.SingleNodeSingleWriter : Mode.SingleNodeWriter,
        _ => knowsWriters ? Mode.SingleNodeMultiWriter : Mode.SingleNodeWriter,
    };

    private static void Add(Google.Protobuf.Collections.MapField<string, string> to, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (name, value) in entries) { to[name] = value; }
    }
}
