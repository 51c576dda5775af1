using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Certificates;

/// <summary>Requests for pods' certificates at the API server.</summary>
public interface IPodCertificateRequests
{
    /// <summary>Makes a request for the pod in the name of its node; returns it as it was stored.</summary>
    /// <exception cref="VolumeException">The server made none.</exception>
    Task<PodCertificateRequest> CreateAsync(Pod pod, PodCertificateProjection projection, byte[] signingRequest, CancellationToken cancellation);

    /// <summary>The request as it is now; null: it is not there.</summary>
    /// <exception cref="VolumeException">It cannot be read now.</exception>
    Task<PodCertificateRequest?> FindAsync(string ns, string name, CancellationToken cancellation);
}
