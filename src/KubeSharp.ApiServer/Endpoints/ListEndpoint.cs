using System.Buffers;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Endpoints.Lists;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>GET of a collection. Source: API Concepts, resource versions and chunking.</summary>
public sealed class ListEndpoint(CacheFeed feed, IStore store, StageMetrics stages, TimeProvider time)
{
    private const int SnapshotAttemptsMax = 20, SelectedPartMin = 500;
    private readonly ListRuns _runs = new();
    private readonly KeptLists _kept = new(time);

    /// <summary>Answers with the list.</summary>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var media = Answer.Accepted(scope, version);
        ListOptions.CheckList(scope);
        var selection = new Selection(scope, definition, version);
        var limit = scope.Number("limit") is { } asked and > 0 and < int.MaxValue ? (int)asked : int.MaxValue;
        var page = await PageAsync(scope, definition, selection, limit).ConfigureAwait(false);
        var metadata = ObjectNode.Of(("resourceVersion", page.Revision.ToString(CultureInfo.InvariantCulture)),
            ("continue", page.Next is null ? null : (Node)page.Next.ToString()),
            ("remainingItemCount", page.Remaining > 0 && selection.IsEverything ? (Node)page.Remaining : null));
        await WriteAsync(scope, definition, version, media, metadata, page.Items, selection.IsEverything).ConfigureAwait(false);
    }

    /// <summary>Answers with these objects, a part at a time.</summary>
    /// <param name="isWhole">The objects are the cache's own, so that others will ask for them too: all that follow one another there, or chosen ones; null: they are not.</param>
    public async Task WriteAsync(RequestScope scope, ResourceDefinition definition, ApiResource version, MediaType media, ObjectNode metadata, IEnumerable<CachedObject> items, bool? isWhole = null)
    {
        Answer.RequireForm(media, version, isList: true);
        switch (media.Form)
        {
            case AnswerForm.Table:
                await Answer.WriteAsync(scope.Http, 200, TableWriter.Write(definition, items.Select(static i => i.Tree), v => ObjectForms.Convert(definition, version, v), scope.Query("includeObject"), metadata, time.GetUtcNow()), media).ConfigureAwait(false);
                return;
            case AnswerForm.Metadata:
                var parts = new ArrayNode([.. items.Select(static i => (Node)ObjectForms.PartialMetadata(i.Tree))]);
                await Answer.WriteAsync(scope.Http, 200, ObjectNode.Of(("kind", "PartialObjectMetadataList"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", metadata), ("items", parts)), media).ConfigureAwait(false);
                return;
        }
        IListEncoding list = media.Encoding == AnswerEncoding.Protobuf ? new ProtobufListEncoding(definition, version, metadata) : new JsonListEncoding(definition, version, metadata);
        if (media.IsYaml || (media.Encoding == AnswerEncoding.Json && Answer.IsPretty(scope.Http)))
        {
            await Answer.WriteAsync(scope.Http, 200, Joined(list, items), media).ConfigureAwait(false);
            return;
        }
        if (AuditTrail.Of(scope.Http) is { RecordsAnswer: true } trail) { trail.Answered(Joined(new JsonListEncoding(definition, version, metadata), items)); }
        scope.Http.Response.ContentType = media.Name;
        var body = new AnswerBody(scope.Http);
        await using (body.ConfigureAwait(false))
        {
            if (isWhole is { } whole && body.AcceptsGzip)
            {
                CachedObject[] all = [.. items];
                if (all.Sum(static i => (long)i.Bytes.Length) > AnswerBody.CompressedFromBytes)
                {
                    await body.WriteAsync(_runs.Pieces(version, media.Encoding, list, all, whole)).ConfigureAwait(false);
                    return;
                }
            }
            foreach (var part in Parts(list, items)) { await body.WriteAsync(part).ConfigureAwait(false); }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Parts(IListEncoding list, IEnumerable<CachedObject> items)
    {
        yield return list.Head(items);
        foreach (var part in ListRuns.Parts(list, items)) { yield return part; }
        yield return list.Tail.Bytes;
    }

    private static ReadOnlyMemory<byte> Joined(IListEncoding list, IEnumerable<CachedObject> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var part in Parts(list, items)) { buffer.Write(part.Span); }
        return buffer.WrittenMemory;
    }

    /// <summary>The objects that are meant, all of one revision.</summary>
    public async ValueTask<(CacheSnapshot Snapshot, long Revision)> SnapshotAsync(ResourceDefinition definition, CancellationToken cancellation)
    {
        await feed.CatchUpAsync(cancellation).ConfigureAwait(false);
        return Take(definition);
    }

    private (CacheSnapshot Snapshot, long Revision) Take(ResourceDefinition definition)
    {
        var cache = feed.Cache(definition.Name);
        for (var attempt = 1; ; attempt++)
        {
            var revision = feed.Revision;
            var snapshot = cache.Snapshot;
            // The same before and after: the snapshot is of this revision. Under steady writing an older one is as true; a watch from it repeats a little.
            if (feed.Revision == revision || attempt == SnapshotAttemptsMax) { return (snapshot, revision); }
        }
    }

    private async ValueTask<Page> PageAsync(RequestScope scope, ResourceDefinition definition, Selection selection, int limit)
    {
        var (match, asked) = (scope.Query("resourceVersionMatch"), ReadVersion(scope, 400, "invalid resource version: "));
        if (scope.Query("continue") is { Length: > 0 } text)
        {
            var token = ContinueToken.Parse(text);
            if (scope.Query("resourceVersion") is not ("" or "0")) { throw StatusException.BadRequest("specifying resource version is not allowed when using continue"); }
            return _kept.Find(definition, selection.Key, token.Revision) is { } kept
                ? await PageOfKeptAsync(definition, kept, token, limit, scope.Cancellation).ConfigureAwait(false)
                : await PageFromStoreAsync(definition, selection, token, limit, scope.Cancellation).ConfigureAwait(false);
        }
        if (match == "Exact" || (match.Length == 0 && asked > 0 && limit != int.MaxValue))
        {
            return Standing(definition, asked) is { } standing
                ? Cut(definition, selection, await selection.FromAsync(standing, scope.Cancellation).ConfigureAwait(false), asked, limit)
                : await PageFromStoreAsync(definition, selection, new ContinueToken(asked, "", ""), limit, scope.Cancellation).ConfigureAwait(false);
        }
        if (asked > 0) { await feed.RequireAsync(asked, scope.Cancellation).ConfigureAwait(false); }
        else if (scope.Query("resourceVersion") != "0") { await CatchUpAsync(scope).ConfigureAwait(false); }
        var (snapshot, revision) = Take(definition);
        var page = Cut(definition, selection, await selection.FromAsync(snapshot, scope.Cancellation).ConfigureAwait(false), revision, limit);
        var index = selection.IsByIndexedField ? "f" : "";
        stages.Lists.Add(1, scope.Info.Group, index, scope.Info.Resource);
        stages.ListFetched.Add(selection.Looked(snapshot), scope.Info.Group, index, scope.Info.Resource);
        // What a selector picks is picked once.
        if (!selection.IsEverything && !page.Items.TryGetNonEnumeratedCount(out _)) { page = page with { Items = [.. page.Items] }; }
        stages.ListReturned.Add(page.Items.TryGetNonEnumeratedCount(out var count) ? count : selection.Looked(snapshot), scope.Info.Group, scope.Info.Resource);
        return page;
    }

    private async ValueTask CatchUpAsync(RequestScope scope)
    {
        var (start, succeeded) = (time.GetTimestamp(), false);
        try
        {
            await feed.CatchUpAsync(scope.Cancellation).ConfigureAwait(false);
            succeeded = true;
        }
        finally
        {
            stages.ConsistentReads.Add(1, "false", scope.Info.Group, scope.Info.Resource, succeeded ? "true" : "false");
            stages.ReadWaits.Observe(time.GetElapsedTime(start).TotalSeconds, scope.Info.Group, scope.Info.Resource);
        }
    }

    /// <summary>The resourceVersion parameter as a number; 0 where it is missing.</summary>
    /// <exception cref="StatusException">400: it is none.</exception>
    public static long ReadVersion(RequestScope scope, int code = 400, string before = "")
    {
        var text = scope.Query("resourceVersion");
        if (text.Length == 0) { return 0; }
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new StatusException(new Status(code, code == 500 ? StatusReason.Unknown : StatusReason.BadRequest, $"{before}resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": {(text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}"));
    }

    // The newest state where it is what stood at the revision; null: there were changes since, or it is not yet reached.
    private CacheSnapshot? Standing(ResourceDefinition definition, long revision)
    {
        if (feed.Revision < revision) { return null; }
        var (snapshot, since) = feed.Cache(definition.Name).Standing();
        return since <= revision ? snapshot : null;
    }

    private Page Cut(ResourceDefinition definition, Selection selection, IEnumerable<CachedObject> objects, long revision, int limit)
    {
        if (limit == int.MaxValue) { return new(objects, revision, null, 0); }
        CachedObject[] all = [.. objects];
        if (all.Length > limit) { _kept.Keep(definition, selection.Key, revision, all); }
        return Part(all, 0, revision, limit);
    }

    private static Page Part(CachedObject[] all, int start, long revision, int limit)
    {
        var items = new ArraySegment<CachedObject>(all, start, Math.Min(limit, all.Length - start));
        var remaining = all.Length - start - items.Count;
        return new(items, revision, remaining == 0 ? null : new ContinueToken(revision, items[^1].Namespace, items[^1].Name), remaining);
    }

    // What the store would no longer tell is not told from here either.
    private async ValueTask<Page> PageOfKeptAsync(ResourceDefinition definition, CachedObject[] all, ContinueToken token, int limit, CancellationToken cancellation)
    {
        await ReadAsync(new RangeRequest(KeyNames.Key(definition.Name, token.Namespace, token.Name), Revision: token.Revision, KeysOnly: true), token, cancellation).ConfigureAwait(false);
        var (low, high) = (0, all.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (KeyOrder.Instance.Compare((all[middle].Namespace, all[middle].Name), (token.Namespace, token.Name)) <= 0) { low = middle + 1; } else { high = middle; }
        }
        return Part(all, low, token.Revision, limit);
    }

    // A page of a past revision that nobody keeps comes from the store, which keeps history.
    private async ValueTask<Page> PageFromStoreAsync(ResourceDefinition definition, Selection selection, ContinueToken token, int limit, CancellationToken cancellation)
    {
        var (start, end) = KeyNames.Range(definition.Name, selection.Namespace);
        if (token.Name.Length > 0) { start = [.. KeyNames.Key(definition.Name, token.Namespace, token.Name), 0]; }
        // Of many keys few may be meant: such a page is read in parts of some size.
        var part = limit == int.MaxValue ? 0 : selection.IsEverything ? limit : Math.Max(limit, SelectedPartMin);
        var (items, revision) = (new List<CachedObject>(), Math.Max(0, token.Revision));
        var (plural, group) = definition.Name.Split('.', 2) is [var first, var rest] ? (first, rest) : (definition.Name, "");
        stages.StoreLists.Add(1, group, plural);
        while (true)
        {
            var read = await ReadAsync(new RangeRequest(start, end, revision, part), token, cancellation).ConfigureAwait(false);
            revision = revision > 0 ? revision : read.Revision;
            stages.StoreListFetched.Add(read.Items.Count, group, plural);
            stages.StoreListEvaluated.Add(read.Items.Count, group, plural);
            var objects = read.Items.Select(i => Stored(definition, i));
            if (definition.StoredForm is not null) { objects = await definition.ReadAsync([.. objects], cancellation).ConfigureAwait(false); }
            items.AddRange(objects.Where(selection.Matches));
            if (items.Count < limit && read.More)
            {
                start = [.. read.Items[^1].Key.Span, 0];
                continue;
            }
            var remaining = Math.Max(0, items.Count - limit) + read.Count - read.Items.Count;
            if (items.Count > limit) { items.RemoveRange(limit, items.Count - limit); }
            stages.StoreListReturned.Add(items.Count, group, plural);
            return new(items, revision, remaining == 0 ? null : new ContinueToken(revision, items[^1].Namespace, items[^1].Name), remaining);
        }
    }

    private static CachedObject Stored(ResourceDefinition definition, StoredValue value)
    {
        var tree = (ObjectNode)Node.Parse(value.Value.Span);
        return new CachedObject(value.Bytes, value.ModRevision, tree, [.. definition.Rules.SelectableFields.Select(f => f.Read(tree))]);
    }

    private async ValueTask<RangeResult> ReadAsync(RangeRequest request, ContinueToken token, CancellationToken cancellation)
    {
        try { return await store.RangeAsync(request, cancellation).ConfigureAwait(false); }
        catch (CompactedException)
        {
            var message = token.Name.Length == 0
                ? $"The resourceVersion for the provided list is too old."
                : "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";
            throw StatusException.Expired(message, token.Name.Length == 0 ? "" : (token with { Revision = -1 }).ToString());
        }
        catch (FutureRevisionException e)
        {
            throw CacheFeed.TooLarge(token.Revision, e.NewestRevision);
        }
    }

    private sealed record Page(IEnumerable<CachedObject> Items, long Revision, ContinueToken? Next, long Remaining);
}
