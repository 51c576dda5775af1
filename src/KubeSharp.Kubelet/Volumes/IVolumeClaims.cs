using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Claims and the volumes that are bound to them.</summary>
public interface IVolumeClaims
{
    /// <summary>A claim of the pod's namespace and its volume.</summary>
    /// <param name="pod">The pod that uses it.</param>
    /// <param name="claim">Its name.</param>
    /// <param name="isOwn">It was made for this pod, which must own it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="VolumeException">There is none, it is another pod's, or it is not bound.</exception>
    Task<(PersistentVolumeClaim Claim, PersistentVolume Volume)> FindAsync(Pod pod, string claim, bool isOwn, CancellationToken cancellation);
}
