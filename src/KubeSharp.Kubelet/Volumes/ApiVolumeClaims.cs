using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Claims as the API server has them, of volumes that are paths of this node: hostPath and local.</summary>
public sealed class ApiVolumeClaims(IApiClient client) : IVolumeClaims
{
    /// <inheritdoc/>
    public async Task<string> PathOfAsync(string ns, string claim, CancellationToken cancellation)
    {
        try
        {
            var found = await client.GetAsync<PersistentVolumeClaim>(ns, claim, cancellation);
            if (found.Status.Phase != "Bound" || found.Spec.VolumeName is not { Length: > 0 } name) { throw new VolumeException($"persistentvolumeclaim \"{claim}\" is not bound"); }
            var volume = await client.GetAsync<PersistentVolume>(null, name, cancellation);
            if (volume.Spec.HostPath is { } hostPath) { return HostPaths.Ensure(hostPath); }
            if (volume.Spec.Local is { } local)
            {
                return Directory.Exists(local.Path) ? local.Path : throw new VolumeException($"local volume path \"{local.Path}\" does not exist");
            }
            throw new VolumeException($"no volume plug-in of this node handles persistent volume \"{name}\"");
        }
        catch (StatusException e) { throw new VolumeException(e.Message, e); }
        catch (HttpRequestException e) { throw new VolumeException(e.Message, e); }
    }
}
