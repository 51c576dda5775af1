using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>The cluster's trust bundles, watched from the first pod on that projects one: an API server offers them only where it is told to.</summary>
internal sealed class TrustBundles(IApiClient client, TimeProvider time, ILogger logger, Action<string> podChanged) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _pods = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _starting = new(1, 1); // held while the watch is begun; nothing else is locked within
    private readonly CancellationTokenSource _stop = new();
    private Informer<ClusterTrustBundle>? _informer;
    private Task _running = Task.CompletedTask;

    /// <summary>All of them, by name, for a pod that projects some; none for others. Null: the API server does not offer them.</summary>
    public async Task<ImmutableArray<ClusterTrustBundle>?> GetAsync(Pod pod, CancellationToken cancellation)
    {
        if (!pod.Spec.Volumes.Any(static v => v.Projected?.Sources.Any(static s => s.ClusterTrustBundle is not null) == true)) { return []; }
        _pods[pod.Metadata.Uid ?? ""] = true;
        if (await EnsureAsync(cancellation) is not { } informer) { return null; }
        await informer.WaitForSyncAsync(cancellation);
        return [.. informer.Cache.List().OrderBy(static b => b.Metadata.Name, StringComparer.Ordinal)];
    }

    /// <summary>The pod needs nothing any more.</summary>
    public void Release(string podUid) => _pods.TryRemove(podUid, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _starting.Dispose();
    }

    private async Task<Informer<ClusterTrustBundle>?> EnsureAsync(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            if (_informer is not null) { return _informer; }
            try { await client.ListAsync<ClusterTrustBundle>(null, ListOptions.All with { Limit = 1 }, cancellation); }
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
            _informer = new Informer<ClusterTrustBundle>(client, null, ListOptions.All, time, logger);
            _informer.Subscribe(_ => { foreach (var uid in _pods.Keys) { podChanged(uid); } });
            _running = _informer.RunAsync(_stop.Token);
            return _informer;
        }
        finally { _starting.Release(); }
    }
}
