using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Sources;

/// <summary>
/// The cluster's trust bundles, for pods that project some. An API server offers them only where it is told to, so they are read by their path,
/// again every minute as long as a pod needs them.
/// </summary>
internal sealed class TrustBundles(IApiClient client, TimeProvider time)
{
    private const string Path = "/apis/certificates.k8s.io/v1beta1/clustertrustbundles";
    private static readonly TimeSpan _renewAfter = TimeSpan.FromMinutes(1), _sharedFor = TimeSpan.FromSeconds(1);
    // When each pod's were read last.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _pods = new(StringComparer.Ordinal);
    private volatile Reading _read = new(DateTimeOffset.MinValue, null);

    /// <summary>All of them, by name, for a pod that projects some; none for others. Null: the API server does not offer them.</summary>
    /// <exception cref="VolumeException">They cannot be read now.</exception>
    public async Task<ImmutableArray<ClusterTrustBundle>?> GetAsync(Pod pod, CancellationToken cancellation)
    {
        if (!pod.Spec.Volumes.Any(static v => v.Projected?.Sources.Any(static s => s.ClusterTrustBundle is not null) == true)) { return []; }
        var now = time.GetUtcNow();
        _pods[pod.Metadata.Uid ?? ""] = now;
        // Pods that start together share one reading.
        var read = _read;
        if (now - read.At > _sharedFor) { _read = read = new Reading(now, await ReadAsync(cancellation)); }
        return read.All;
    }

    /// <summary>When the pod's are to be read again; null: it has none.</summary>
    public DateTimeOffset? RenewAt(string podUid) => _pods.TryGetValue(podUid, out var at) ? at + _renewAfter : null;

    /// <summary>The pod needs nothing any more.</summary>
    public void Release(string podUid) => _pods.TryRemove(podUid, out _);

    private async Task<ImmutableArray<ClusterTrustBundle>?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var list = await client.RequestAsync(HttpMethod.Get, Path, default, "", cancellation);
            return [.. (list.At("items") as ArrayNode ?? ArrayNode.Empty).Select(Bundle).OrderBy(static b => b.Metadata.Name, StringComparer.Ordinal)];
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound) || e.Status.Code == 404) { return null; }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new VolumeException($"failed to read clustertrustbundles: {e.Message}", e); }
    }

    private static ClusterTrustBundle Bundle(Machinery.Documents.Node item)
    {
        var reader = new Utf8JsonReader(item.ToUtf8());
        reader.Read();
        return ClusterTrustBundle.Read(ref reader);
    }

    private sealed record Reading(DateTimeOffset At, ImmutableArray<ClusterTrustBundle>? All);
}
