using System.Collections.Immutable;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers.GarbageCollection;

/// <summary>
/// Deletes what has lost its owners, and sees deletions through that wait for dependents (foreground) or leave them (orphan). It follows the
/// metadata of all resources that discovery tells of and acts at each change; a slow sweep takes up what failed. Source: Garbage Collection; Owners and Dependents.
/// </summary>
public sealed partial class GarbageCollector(IApiClient client, TimeProvider time, ILogger logger)
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";
    private const string Metadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private const int DeleteAttemptsMax = 5;
    private static readonly TimeSpan _discoverEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _sweepEvery = TimeSpan.FromSeconds(1);

    private readonly OwnerGraph _graph = new();
    private readonly Dictionary<string, Task> _watches = new(StringComparer.Ordinal);
    // New kinds came, or old ones went: discovery is read again at the next look.
    private volatile bool _isDiscoveryStale;
    private ImmutableArray<DiscoveredResource> _resources = [];
    // Of one pass: discovery was read in it, and these owners are not there.
    private bool _isDiscoveryFresh;
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);

    /// <summary>Collects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (nextDiscovery, nextSweep) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (_isDiscoveryStale || time.GetUtcNow() >= nextDiscovery)
                {
                    _isDiscoveryStale = false;
                    await WatchNewAsync(cancellation).ConfigureAwait(false);
                    nextDiscovery = time.GetUtcNow() + _discoverEvery;
                }
                var isSweep = time.GetUtcNow() >= nextSweep;
                if (isSweep) { nextSweep = time.GetUtcNow() + _sweepEvery; }
                _isDiscoveryFresh = false;
                _absent.Clear();
                foreach (var uid in _graph.TakeSuspects(isSweep)) { await ProcessAsync(uid, cancellation).ConfigureAwait(false); }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { break; }
            // A request that takes too long is cancelled too: that is no end.
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException) { LogFailure(e.Message); }
            await ChangedAsync(nextSweep, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(_watches.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ChangedAsync(DateTimeOffset atLatest, CancellationToken cancellation)
    {
        using var sweep = new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp((atLatest - time.GetUtcNow()).Ticks, TimeSpan.TicksPerMillisecond, _sweepEvery.Ticks)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(sweep.Token, cancellation);
        await _graph.ChangedAsync(either.Token).ConfigureAwait(false);
    }

    private async Task DiscoverAsync(CancellationToken cancellation) => (_resources, _isDiscoveryFresh) = (await DiscoveredResource.ListAsync(client, cancellation).ConfigureAwait(false), true);

    private async Task WatchNewAsync(CancellationToken cancellation)
    {
        await DiscoverAsync(cancellation).ConfigureAwait(false);
        foreach (var resource in _resources)
        {
            // Events come and go in masses and own nothing.
            if (!resource.Verbs.Contains("watch") || !resource.Verbs.Contains("delete") || resource.Plural == "events") { continue; }
            var key = $"{resource.GroupVersion}/{resource.Plural}";
            if (!_watches.TryGetValue(key, out var running) || running.IsCompleted) { _watches[key] = FollowAsync(resource, cancellation); }
        }
    }

    private async Task FollowAsync(DiscoveredResource resource, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, resource.Path("", ""));
            request.Headers.TryAddWithoutValidation("Accept", Metadata + ",application/json");
            using var response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) { return; }
            var list = Node.Parse(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            _graph.Replace(resource, (list.At("items") as ArrayNode ?? ArrayNode.Empty).Select(i => GraphObject.Of(resource, i)));
            var path = $"{resource.Path("", "")}?watch=true&allowWatchBookmarks=true&resourceVersion={list.TextAt("metadata", "resourceVersion")}";
            await foreach (var (type, value) in client.WatchRawAsync(path, cancellation).ConfigureAwait(false))
            {
                if (type is "ADDED" or "MODIFIED") { _graph.Put(GraphObject.Of(resource, value)); }
                else if (type == "DELETED") { _graph.Remove(value.TextAt("metadata", "uid") ?? ""); }
                if (resource.QualifiedName is "customresourcedefinitions.apiextensions.k8s.io" or "apiservices.apiregistration.k8s.io") { _isDiscoveryStale = true; }
            }
        }
        // It is begun anew at the next discovery.
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException) { }
    }

    private async Task ProcessAsync(string uid, CancellationToken cancellation)
    {
        if (_graph.Get(uid) is not { } suspect) { return; }
        try
        {
            if (suspect.IsDeleting)
            {
                if (suspect.Finalizers.Contains(Orphan)) { await OrphanAsync(suspect, cancellation).ConfigureAwait(false); }
                else if (suspect.Finalizers.Contains(Foreground)) { await DeleteDependentsAsync(suspect, cancellation).ConfigureAwait(false); }
                return;
            }
            await DeleteIfLostAsync(suspect, cancellation).ConfigureAwait(false);
        }
        catch (StatusException e) when (e.Status.Code == 404) { _graph.Remove(uid); }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            LogFailure($"{suspect.Resource.Kind} {suspect.Namespace}/{suspect.Name}: {e.Message}");
            _graph.Suspect(uid);
        }
    }

    private async Task DeleteIfLostAsync(GraphObject suspect, CancellationToken cancellation)
    {
        if (suspect.Owners.IsEmpty) { return; }
        var (solid, lost, waiting) = (new List<GraphOwner>(), new List<GraphOwner>(), new List<GraphOwner>());
        foreach (var owner in suspect.Owners)
        {
            // An owner that waits for its dependents is as good as gone, except to those that have another.
            if (_graph.Get(owner.Uid) is { } there) { (there.IsDeleting && there.Finalizers.Contains(Foreground) ? waiting : solid).Add(owner); }
            else { (await IsThereAsync(owner, suspect.Namespace, cancellation).ConfigureAwait(false) ? solid : lost).Add(owner); }
        }
        if (solid.Count > 0)
        {
            if (lost.Count + waiting.Count > 0) { await RemoveOwnersAsync(suspect, lost.Concat(waiting).Select(static o => o.Uid), cancellation).ConfigureAwait(false); }
            return;
        }
        var isAwaited = waiting.Count > 0 && _graph.DependentsOf(suspect.Uid).Count > 0;
        // In a circle each would wait for the other: this one lets its owners go first.
        if (isAwaited && _graph.DependentsOf(suspect.Uid).Any(static d => d.IsDeleting && d.Finalizers.Contains(Foreground))) { await UnblockOwnersAsync(suspect, cancellation).ConfigureAwait(false); }
        await DeleteAsync(suspect, suspect.Finalizers.Contains(Orphan) ? "Orphan" : isAwaited || suspect.Finalizers.Contains(Foreground) ? "Foreground" : "Background", cancellation).ConfigureAwait(false);
    }

    // The graph may lag: only the server's word is enough to delete. That a kind is not there says nothing of the owner: discovery is asked anew, once a pass.
    private async Task<bool> IsThereAsync(GraphOwner owner, string ns, CancellationToken cancellation)
    {
        if (_absent.Contains(owner.Uid)) { return false; }
        if (ResourceOf(owner) is null && !_isDiscoveryFresh) { await DiscoverAsync(cancellation).ConfigureAwait(false); }
        if (ResourceOf(owner) is not { } resource) { return true; }
        try { return (await client.RequestAsync(HttpMethod.Get, resource.Path(ns, owner.Name), default, "", cancellation).ConfigureAwait(false)).TextAt("metadata", "uid") == owner.Uid || !_absent.Add(owner.Uid); }
        catch (StatusException e) when (e.Status.Code == 404) { }
        if (!_isDiscoveryFresh) { await DiscoverAsync(cancellation).ConfigureAwait(false); }
        return ResourceOf(owner) is null || !_absent.Add(owner.Uid);
    }

    private DiscoveredResource? ResourceOf(GraphOwner owner) => _resources.FirstOrDefault(r => r.Kind == owner.Kind && r.GroupVersion == owner.ApiVersion);

    private async Task OrphanAsync(GraphObject owner, CancellationToken cancellation)
    {
        foreach (var dependent in _graph.DependentsOf(owner.Uid)) { await UnlessGoneAsync(dependent, () => RemoveOwnersAsync(dependent, [owner.Uid], cancellation)).ConfigureAwait(false); }
        await RemoveFinalizerAsync(owner, Orphan, cancellation).ConfigureAwait(false);
    }

    private async Task DeleteDependentsAsync(GraphObject owner, CancellationToken cancellation)
    {
        var dependents = _graph.DependentsOf(owner.Uid);
        if (!dependents.Any(d => d.Owners.Any(o => o.Uid == owner.Uid && o.BlocksDeletion)))
        {
            await RemoveFinalizerAsync(owner, Foreground, cancellation).ConfigureAwait(false);
            return;
        }
        foreach (var dependent in dependents.Where(static d => !d.IsDeleting)) { await UnlessGoneAsync(dependent, () => DeleteIfLostAsync(dependent, cancellation)).ConfigureAwait(false); }
        _graph.Suspect(owner.Uid);
    }

    // That a dependent is gone says nothing of its owner.
    private async Task UnlessGoneAsync(GraphObject value, Func<Task> act)
    {
        try { await act().ConfigureAwait(false); }
        catch (StatusException e) when (e.Status.Code == 404) { _graph.Remove(value.Uid); }
    }

    // The graph may lag: what is deleted is what the server has, and only while nobody else owns it.
    private async Task DeleteAsync(GraphObject value, string propagation, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < DeleteAttemptsMax; attempt++)
        {
            var current = await client.RequestAsync(HttpMethod.Get, value.Path, default, "", cancellation).ConfigureAwait(false);
            var now = GraphObject.Of(value.Resource, current);
            if (now.Uid != value.Uid) { _graph.Remove(value.Uid); return; }
            if (!now.Owners.Select(static o => o.Uid).SequenceEqual(value.Owners.Select(static o => o.Uid))) { _graph.Put(now); return; }
            var body = ObjectNode.Of(("kind", "DeleteOptions"), ("apiVersion", "v1"), ("propagationPolicy", propagation), ("preconditions", ObjectNode.Of(("uid", value.Uid), ("resourceVersion", current.TextAt("metadata", "resourceVersion")))));
            try { await client.RequestAsync(HttpMethod.Delete, value.Path, body.ToUtf8(), "application/json", cancellation).ConfigureAwait(false); return; }
            catch (StatusException e) when (e.Status.Code == 409) { }
        }
        _graph.Suspect(value.Uid);
    }

    private Task RemoveOwnersAsync(GraphObject value, IEnumerable<string> uids, CancellationToken cancellation)
    {
        var gone = uids.ToHashSet(StringComparer.Ordinal);
        return ChangeAsync(value, m => m.Set("ownerReferences", new ArrayNode([.. (m["ownerReferences"] as ArrayNode ?? ArrayNode.Empty).Where(o => !gone.Contains(o.TextAt("uid") ?? ""))])), cancellation);
    }

    private Task UnblockOwnersAsync(GraphObject value, CancellationToken cancellation) =>
        ChangeAsync(value, static m => m.Set("ownerReferences", new ArrayNode([.. (m["ownerReferences"] as ArrayNode ?? ArrayNode.Empty).Select(static o => ((ObjectNode)o).Set("blockOwnerDeletion", false))])), cancellation);

    private Task RemoveFinalizerAsync(GraphObject value, string finalizer, CancellationToken cancellation) =>
        ChangeAsync(value, m => m.Set("finalizers", new ArrayNode([.. (m["finalizers"] as ArrayNode ?? ArrayNode.Empty).Where(f => f is not StringNode text || text.Value != finalizer)])), cancellation);

    private async Task ChangeAsync(GraphObject value, Func<ObjectNode, ObjectNode> change, CancellationToken cancellation)
    {
        var current = (ObjectNode)await client.RequestAsync(HttpMethod.Get, value.Path, default, "", cancellation).ConfigureAwait(false);
        if (current.TextAt("metadata", "uid") != value.Uid) { return; }
        await client.RequestAsync(HttpMethod.Put, value.Path, current.Set("metadata", change((ObjectNode)current["metadata"]!)).ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "garbage collector: {Reason}")]
    private partial void LogFailure(string reason);
}
