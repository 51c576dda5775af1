using System.Collections.Immutable;
using System.Net.Http;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Client.Informers;

/// <summary>
/// Keeps a cache of a kind by list and watch. Its states: listing (the cache is brought in line with the answer), then watching from that
/// revision; a watch that ends is begun again where it was; one whose revision is gone (410) begins anew with a list; a server that cannot be
/// reached is asked again after a growing, jittered pause. Source: API Concepts, efficient detection of changes.
/// </summary>
public sealed partial class Informer<T>(IApiClient client, string? ns, ListOptions options, TimeProvider time, ILogger logger) : IInformer where T : class, IApiObject<T>
{
    private const int PageSize = 500;
    private const int BackoffMaxSeconds = 30;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _delivering = new();
    private ImmutableArray<Action<InformerChange<T>>> _handlers = [];

    /// <summary>The objects as last seen.</summary>
    public ObjectCache<T> Cache { get; } = new();

    /// <summary>Has been filled once.</summary>
    public bool IsSynced => _synced.Task.IsCompleted;

    /// <inheritdoc/>
    public Task WaitForSyncAsync(CancellationToken cancellation) => _synced.Task.WaitAsync(cancellation);

    /// <summary>Calls back for each object there is and then for each change, in order, on the informer's own loop: return fast.</summary>
    public void Subscribe(Action<InformerChange<T>> handler)
    {
        lock (_delivering)
        {
            foreach (var value in Cache.List()) { handler(new(null, value)); }
            _handlers = _handlers.Add(handler);
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var version = "";
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (version.Length == 0)
                {
                    version = await ListAsync(cancellation).ConfigureAwait(false);
                    _synced.TrySetResult();
                }
                failures = 0;
                await foreach (var change in client.WatchAsync<T>(ns, options with { ResourceVersion = version }, cancellation).ConfigureAwait(false))
                {
                    version = change.Object.Metadata.ResourceVersion ?? version;
                    if (change.Kind == WatchEventKind.Bookmark) { continue; }
                    if (change.Kind == WatchEventKind.Deleted) { Remove(ObjectCache<T>.KeyOf(change.Object)); } else { Put(change.Object); }
                }
            }
            catch (StatusException e) when (e.Status.Code == 410) { version = ""; }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is StatusException or HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                LogFailure(T.Resource.Plural, e.Message);
                // A server of an earlier version does not serve the kind, and has no objects of it: nobody waits for them.
                if (e is StatusException { Status.Code: 404 }) { _synced.TrySetResult(); }
                await PauseAsync(failures++, cancellation).ConfigureAwait(false);
            }
            // The connection was dropped on purpose: the next round starts by itself.
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { return; }
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellation)
    {
        var seen = new HashSet<(string, string)>();
        var version = "";
        var page = options with { Limit = PageSize };
        do
        {
            var list = await client.ListAsync<T>(ns, page, cancellation).ConfigureAwait(false);
            version = list.Metadata.ResourceVersion ?? "";
            foreach (var value in list.Items)
            {
                seen.Add(ObjectCache<T>.KeyOf(value));
                if (Cache.Get(value.Metadata.Namespace, value.Metadata.Name ?? "")?.Metadata.ResourceVersion != value.Metadata.ResourceVersion) { Put(value); }
            }
            page = page with { Continue = list.Metadata.Continue ?? "" };
        }
        while (page.Continue.Length > 0);
        foreach (var gone in Cache.Keys.Where(k => !seen.Contains(k)).ToArray()) { Remove(gone); }
        return version;
    }

    private void Put(T value)
    {
        lock (_delivering)
        {
            var old = Cache.Put(value);
            foreach (var handler in _handlers) { handler(new(old, value)); }
        }
    }

    private void Remove((string, string) key)
    {
        lock (_delivering)
        {
            if (Cache.Remove(key) is not { } old) { return; }
            foreach (var handler in _handlers) { handler(new(old, null)); }
        }
    }

    private async Task PauseAsync(int failures, CancellationToken cancellation)
    {
        var seconds = Math.Min(BackoffMaxSeconds, 0.2 * Math.Pow(2, Math.Min(failures, 10)));
        await Task.Delay(TimeSpan.FromSeconds(seconds * (0.5 + Random.Shared.NextDouble())), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "list or watch of {Resource} failed: {Message}")]
    private partial void LogFailure(string resource, string message);
}
