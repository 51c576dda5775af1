using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Claims as the API server has them.</summary>
public sealed class ApiVolumeClaims(IApiClient client) : IVolumeClaims
{
    /// <inheritdoc/>
    public async Task<(PersistentVolumeClaim Claim, PersistentVolume Volume)> FindAsync(Pod pod, string claim, bool isOwn, CancellationToken cancellation)
    {
        try
        {
            var found = await client.GetAsync<PersistentVolumeClaim>(pod.Metadata.Namespace, claim, cancellation);
            if (isOwn && !found.Metadata.OwnerReferences.Any(o => o.Controller == true && o.Uid == pod.Metadata.Uid)) { throw new VolumeException($"PVC \"{claim}\" was not created for pod \"{pod.Metadata.Name}\": pod is not owner"); }
            if (found.Metadata.DeletionTimestamp is not null && pod.Status.StartTime is null) { throw new VolumeException($"persistentvolumeclaim \"{claim}\" is being deleted"); }
            if (found.Status.Phase != "Bound" || found.Spec.VolumeName is not { Length: > 0 } name) { throw new VolumeException($"persistentvolumeclaim \"{claim}\" is not bound"); }
            var volume = await client.GetAsync<PersistentVolume>(null, name, cancellation);
            if (volume.Spec.ClaimRef?.Uid is { } uid && uid != found.Metadata.Uid) { throw new VolumeException($"persistentvolume \"{name}\" is bound to another claim than \"{claim}\""); }
            return (found, volume);
        }
        catch (StatusException e) { throw new VolumeException(e.Message, e); }
        catch (HttpRequestException e) { throw new VolumeException(e.Message, e); }
    }
}
