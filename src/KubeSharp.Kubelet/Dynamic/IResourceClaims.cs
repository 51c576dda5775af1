using KubeSharp.Api.Resources.V1;

namespace KubeSharp.Kubelet.Dynamic;

/// <summary>Resource claims as the API server has them.</summary>
public interface IResourceClaims
{
    /// <summary>The claim; null: there is none.</summary>
    Task<ResourceClaim?> FindAsync(string ns, string name, CancellationToken cancellation);
}
