using System.Globalization;
using System.Net.WebSockets;
using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>
/// GET of a collection with watch=true: a line of JSON an event. A watcher reads the cache's changes at its own pace; nothing is buffered for
/// it, and when it has fallen behind what is kept, it is told so and has to start anew. Source: API Concepts, efficient detection of changes.
/// </summary>
public sealed class WatchEndpoint(CacheFeed feed, WatchMetrics metrics, TimeSpan shortest, TimeProvider time, Random random)
{
    private const int BatchMax = 256;
    // A timer runs for no longer.
    private const long LengthSecondsMax = 4_000_000;
    private static readonly TimeSpan _bookmarkEvery = TimeSpan.FromSeconds(60);

    /// <summary>Sends events until the client goes or the time is over.</summary>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var media = AcceptedOf(scope, version);
        var start = time.GetTimestamp();
        var beginsWithAll = ListOptions.CheckWatch(scope);
        var selection = new Selection(scope, definition, version);
        var asked = ListEndpoint.ReadVersion(scope);
        if (asked > 0) { await feed.RequireAsync(asked, scope.Cancellation).ConfigureAwait(false); }
        else if (scope.Http.Request.Query.ContainsKey("sendInitialEvents") || scope.Query("resourceVersion").Length == 0) { await feed.CatchUpAsync(scope.Cancellation).ConfigureAwait(false); }
        // Not all at once: clients that came together do not come back together.
        var length = scope.Number("timeoutSeconds") is { } wanted and > 0 ? TimeSpan.FromSeconds(Math.Min(wanted, LengthSecondsMax)) : shortest * (1 + random.NextDouble());
        using var timeout = new CancellationTokenSource(length, time);
        using var left = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, scope.Cancellation, definition.Retired, left.Token);
        if (WebSockets.IsAsked(scope.Http))
        {
            using var socket = await WebSockets.AcceptAsync(scope.Http).ConfigureAwait(false);
            // By itself: a socket that is no longer read cannot be closed as it should be.
            var closing = WebSockets.UntilClosedAsync(socket, left);
            await SendAsync(new WatchSink(new WebSocketWatchStream(socket, media.Encoding == AnswerEncoding.Json), scope, definition, version, media, metrics, time)).ConfigureAwait(false);
            if (socket.State == WebSocketState.Open) { await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).ConfigureAwait(false); }
            await left.CancelAsync().ConfigureAwait(false);
            await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        // Compat: only what is no JSON says that it is a stream.
        scope.Http.Response.ContentType = media.Encoding == AnswerEncoding.Json ? media.Name : media.Name + ";stream=watch";
        var sink = new WatchSink(new ResponseWatchStream(scope.Http.Response.BodyWriter), scope, definition, version, media, metrics, time);
        await scope.Http.Response.StartAsync(scope.Cancellation).ConfigureAwait(false);
        // The head goes out with the first flush only, and a client waits for it before anything has happened.
        await sink.FlushAsync(scope.Cancellation).ConfigureAwait(false);
        await SendAsync(sink).ConfigureAwait(false);

        async Task SendAsync(WatchSink to)
        {
            try { await RunAsync(scope, definition, version, selection, asked, beginsWithAll, start, to, ending.Token).ConfigureAwait(false); }
            catch (Exception e) when (ending.IsCancellationRequested && e is OperationCanceledException or WebSocketException) { }
            catch (StatusException e)
            {
                // Too late for a status code: what a converting webhook fails at is told as an event.
                to.Error(e.Status);
                await to.FlushAsync(scope.Cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(RequestScope scope, ResourceDefinition definition, ApiResource version, Selection selection, long asked, bool? beginsWithAll, long start, WatchSink sink, CancellationToken cancellation)
    {
        var cache = feed.Cache(definition.Name);
        var bookmarks = scope.IsAsked("allowWatchBookmarks");
        long position;
        if (asked == 0 || beginsWithAll == true)
        {
            var revision = feed.Revision;
            (var snapshot, position) = cache.Begin();
            foreach (var item in beginsWithAll == false ? [] : await selection.FromAsync(snapshot, cancellation).ConfigureAwait(false)) { await sink.WriteAsync("ADDED", item, cancellation).ConfigureAwait(false); }
            if (beginsWithAll == true && bookmarks)
            {
                sink.Bookmark(revision, isInitialEnd: true);
                metrics.Listed(version, selection, time.GetElapsedTime(start));
            }
            await sink.FlushAsync(cancellation).ConfigureAwait(false);
        }
        else
        {
            position = cache.PositionAfter(asked);
            if (position < 0)
            {
                sink.Error(new Status(410, StatusReason.Expired, $"too old resource version: {asked} ({cache.EventsSince})"));
                await sink.FlushAsync(cancellation).ConfigureAwait(false);
                return;
            }
        }
        using var watcher = cache.Follow(StringComparer.Ordinal.GetHashCode(scope.Http.Connection.Id), _bookmarkEvery, time, cancellation);
        await FollowAsync(definition, cache, watcher, position, selection, bookmarks, sink, cancellation).ConfigureAwait(false);
    }

    private async Task FollowAsync(ResourceDefinition definition, ResourceCache cache, CacheWatcher watcher, long position, Selection selection, bool bookmarks, WatchSink sink, CancellationToken cancellation)
    {
        while (true)
        {
            var revision = feed.Revision;
            var events = cache.Read(position, BatchMax);
            if (events is null)
            {
                sink.Error(new Status(410, StatusReason.Expired, "too old resource version: the watch has fallen behind"));
                await sink.FlushAsync(cancellation).ConfigureAwait(false);
                return;
            }
            foreach (var change in events) { await SendAsync(await definition.ReadAsync(change, cancellation).ConfigureAwait(false), selection, sink, cancellation).ConfigureAwait(false); }
            position += events.Count;
            if (events.Count > 0)
            {
                await sink.FlushAsync(cancellation).ConfigureAwait(false);
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            if (watcher.TakeDue() && bookmarks)
            {
                sink.Bookmark(revision, isInitialEnd: false);
                await sink.FlushAsync(cancellation).ConfigureAwait(false);
            }
            await watcher.WaitAsync(position).ConfigureAwait(false);
        }
    }

    // What comes into the selection is new to this watcher, and what leaves it is gone.
    private static ValueTask SendAsync(CacheEvent change, Selection selection, WatchSink sink, CancellationToken cancellation)
    {
        var was = change.Old is { } old && selection.Matches(old);
        var isIn = change.New is { } @new && selection.Matches(@new);
        return (was, isIn) switch
        {
            (false, true) => sink.WriteAsync("ADDED", change.New!, cancellation),
            (true, true) => sink.WriteAsync("MODIFIED", change.New!, cancellation),
            (true, false) => sink.WriteAsync("DELETED", change.Gone, cancellation),
            _ => default,
        };
    }

    // What is a stream is never YAML.
    private static MediaType AcceptedOf(RequestScope scope, ApiResource version) => Answer.Accepted(scope, version) is { IsYaml: false } media ? media
        : throw new StatusException(new Status(406, StatusReason.NotAcceptable, "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"));
}
