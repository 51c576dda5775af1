using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;

namespace KubeSharp.Kubelet.Csi;

/// <summary>What mounting a driver's volume needs of the API server. All throw <see cref="Volumes.VolumeException"/> where the server cannot be asked.</summary>
public interface ICsiObjects
{
    /// <summary>What the cluster knows of a driver; null: nothing.</summary>
    Task<CSIDriver?> FindDriverAsync(string name, CancellationToken cancellation);

    /// <summary>The object that says whether a volume is attached; null: there is none.</summary>
    Task<VolumeAttachment?> FindAttachmentAsync(string name, CancellationToken cancellation);

    /// <summary>The entries of a secret.</summary>
    Task<IReadOnlyDictionary<string, string>> SecretAsync(SecretReference secret, CancellationToken cancellation);

    /// <summary>Tokens of the pod's service account for a driver, by audience, as JSON; empty: none are asked for.</summary>
    Task<string> TokensAsync(Pod pod, ApiList<TokenRequest> requests, CancellationToken cancellation);

    /// <summary>Says that the file system of a claim's volume has grown to this size.</summary>
    Task ReportGrownAsync(PersistentVolumeClaim claim, long bytes, CancellationToken cancellation);
}
