using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Images.Providers;

/// <summary>Service accounts of pods, and tokens of theirs.</summary>
public interface IPodAccounts
{
    /// <summary>The service account of a pod; null: it is not there.</summary>
    Task<ServiceAccount?> FindAsync(Pod pod, CancellationToken cancellation);

    /// <summary>A token of the pod's service account for the audience; null: the server gives none.</summary>
    Task<string?> TokenAsync(Pod pod, string audience, CancellationToken cancellation);
}
