using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Sources;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Csi;

/// <summary>What mounting a driver's volume needs, read from the API server each time: mounts are rare.</summary>
internal sealed class ApiCsiObjects(IApiClient client, ServiceAccountTokens tokens) : ICsiObjects
{
    private static readonly PatchOptions _options = new() { FieldManager = "kubelet" };

    /// <inheritdoc/>
    public Task<CSIDriver?> FindDriverAsync(string name, CancellationToken cancellation) => FindAsync<CSIDriver>(null, name, cancellation);

    /// <inheritdoc/>
    public Task<VolumeAttachment?> FindAttachmentAsync(string name, CancellationToken cancellation) => FindAsync<VolumeAttachment>(null, name, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> SecretAsync(SecretReference secret, CancellationToken cancellation)
    {
        var found = await FindAsync<Secret>(secret.Namespace, secret.Name ?? "", cancellation) ?? throw new VolumeException($"secret \"{secret.Namespace}/{secret.Name}\" not found");
        return found.Data.ToDictionary(static e => e.Key, static e => e.Value.ToText(), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<string> TokensAsync(Pod pod, ApiList<TokenRequest> requests, CancellationToken cancellation)
    {
        if (requests.Count == 0) { return ""; }
        var all = new ObjectNode.Builder();
        foreach (var request in requests)
        {
            var projection = new ServiceAccountTokenProjection { Audience = request.Audience, ExpirationSeconds = request.ExpirationSeconds, Path = request.Audience };
            var (token, ends) = await tokens.GetWithEndAsync(pod, "csi", projection, cancellation);
            all.Set(request.Audience, ObjectNode.Of(("token", token), ("expirationTimestamp", ends.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture))));
        }
        return all.ToNode().ToString();
    }

    /// <inheritdoc/>
    public async Task ReportGrownAsync(PersistentVolumeClaim claim, long bytes, CancellationToken cancellation)
    {
        var size = Quantity.FromValue(bytes, QuantityFormat.BinarySI).ToString();
        var conditions = claim.Status.Conditions.Where(static c => c.Type is "FileSystemResizePending" or "Resizing").Select(static c => (Node)ObjectNode.Of(("$patch", "delete"), ("type", c.Type)));
        var change = ObjectNode.Of(("status", ObjectNode.Of(("capacity", ObjectNode.Of(("storage", size))), ("conditions", new ArrayNode([.. conditions])), ("allocatedResourceStatuses", NullNode.Instance))));
        try { await client.PatchAsync<PersistentVolumeClaim>(claim.Metadata.Namespace, claim.Metadata.Name ?? "", PatchKind.Strategic, change.ToUtf8(), "status", _options, cancellation); }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new VolumeException(e.Message, e); }
    }

    private async Task<T?> FindAsync<T>(string? ns, string name, CancellationToken cancellation) where T : class, IApiObject<T>
    {
        try { return await client.GetAsync<T>(ns, name, cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
        // Compat: a node may not see an attachment before it is there.
        catch (StatusException e) when (e.Status.Code == 403 && typeof(T) == typeof(VolumeAttachment)) { return null; }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new VolumeException(e.Message, e); }
    }
}
