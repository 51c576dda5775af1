using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Images.Providers;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Pods' service accounts and their tokens, from the API server.</summary>
internal sealed class ApiPodAccounts(IApiClient client, ServiceAccountTokens tokens) : IPodAccounts
{
    /// <inheritdoc/>
    public async Task<ServiceAccount?> FindAsync(Pod pod, CancellationToken cancellation)
    {
        try { return await client.GetAsync<ServiceAccount>(pod.Metadata.Namespace, pod.Spec.ServiceAccountName!, cancellation); }
        catch (Exception e) when (e is StatusException or HttpRequestException) { return null; }
    }

    /// <inheritdoc/>
    public async Task<string?> TokenAsync(Pod pod, string audience, CancellationToken cancellation)
    {
        try { return await tokens.GetAsync(pod, "", new ServiceAccountTokenProjection { Path = audience, Audience = audience }, cancellation); }
        catch (VolumeException) { return null; }
    }
}
