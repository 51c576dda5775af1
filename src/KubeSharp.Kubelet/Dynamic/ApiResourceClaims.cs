using KubeSharp.Api.Resources.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Dynamic;

/// <summary>Resource claims, read when a pod that uses them starts.</summary>
internal sealed class ApiResourceClaims(IApiClient client) : IResourceClaims
{
    /// <inheritdoc/>
    public async Task<ResourceClaim?> FindAsync(string ns, string name, CancellationToken cancellation)
    {
        try { return await client.GetAsync<ResourceClaim>(ns, name, cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new ContainerConfigException($"resource claim \"{name}\": {e.Message}"); }
    }
}
