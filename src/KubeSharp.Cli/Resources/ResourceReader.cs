using KubeSharp.Cli.Connection;
using KubeSharp.Cli.History;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Resources;

/// <summary>Finds the objects a command works on, in files or on the server.</summary>
internal sealed class ResourceReader(ServerConnection server, ResourceMapper mapper, Terminal terminal)
{
    // Sources that could not be read, and lists, told together after all else.
    private readonly List<Exception> _unread = [];
    private bool _tellsTogether;

    /// <summary>What failed while the rest was done, each by itself.</summary>
    public List<Exception> Failures { get; } = [];

    /// <summary>The objects of files with their resource and namespace, not yet looked for on the server.</summary>
    /// <exception cref="CliException">The server has no such kind, or the namespace differs from --namespace.</exception>
    public async Task<IReadOnlyList<ResourceItem>> FromFilesAsync(Selection selection, CancellationToken cancellation)
    {
        var items = new List<ResourceItem>();
        foreach (var (content, source) in await new ManifestReader(terminal).ReadAsync(selection, _unread, cancellation))
        {
            try { items.Add(await ItemAsync(content, source, selection, cancellation)); }
            catch (CliException e) when (e.IsOfOne) { Failures.Add(e); }
            catch (CliException e) { _unread.Add(e.Unreached.Length > 0 ? Unreached(e, source, selection) : e); }
        }
        return Selected(items, selection.LabelSelector);
    }

    private static IReadOnlyList<ResourceItem> Selected(IReadOnlyList<ResourceItem> items, string selector)
    {
        if (selector.Length == 0) { return items; }
        try { Machinery.Selectors.LabelSelector.Parse(selector); }
        catch (FormatException e) { throw new CliException($"the provided selector \"{selector}\" is not valid: {e.Message}"); }
        return [.. items.Where(i => Labels.Match(selector, i.Object.At("metadata", "labels") as ObjectNode))];
    }

    // Compat: who validates asks for the schemas first.
    private static CliException Unreached(CliException e, string source, Selection selection) => selection.Validates
        ? new CliException($"error validating \"{source}\": error validating data: failed to download openapi: {e.Unreached.Replace("/api?", "/openapi/v2?", StringComparison.Ordinal)}; if you choose to ignore these errors, turn validation off with --validate=false")
        : new CliException($"unable to recognize \"{source}\": {e.Unreached}") { Unreached = e.Unreached }.After(e.Discoveries);

    /// <summary>Checks that something is named, that files are there and that words fit together and name types the server has.</summary>
    /// <exception cref="CliException">They do not.</exception>
    public async Task CheckAsync(Selection selection, CancellationToken cancellation, bool allowsAllOfType = false)
    {
        selection.CheckSources();
        if (selection.HasFiles)
        {
            Selected([], selection.LabelSelector);
            return;
        }
        if (selection.Words.Count == 0) { throw new CliException(selection.HasSelector ? "at least one resource must be specified to use a selector" : Selection.NothingGiven); }
        var wanted = await WantedReader.ReadAsync(selection, mapper, allowsAllOfType, cancellation);
        if (selection.AllNamespaces && wanted.Any(static w => w.Name.Length > 0 && w.Type.IsNamespaced)) { throw new CliException("a resource cannot be retrieved by name across all namespaces"); }
    }

    /// <summary>The objects as the server has them: those that files name, or those that words and selectors ask for.</summary>
    public async Task<IReadOnlyList<ResourceItem>> OnServerAsync(Selection selection, bool allowsAllOfType, CancellationToken cancellation, Func<ResourceItem, Task>? visitAsync = null)
    {
        var items = new List<ResourceItem>();
        selection.CheckSources();
        if (!selection.HasFiles && selection.Words.Count == 0)
        {
            throw new CliException(selection.HasSelector ? "at least one resource must be specified to use a selector" : Selection.NothingGiven);
        }
        if (selection.HasFiles)
        {
            foreach (var item in await FromFilesAsync(selection with { LabelSelector = "" }, cancellation))
            {
                await TryAsync(async () => await AddAsync(Selected([item with { Object = await GetAsync(item, selection, cancellation) }], selection.LabelSelector)), selection, _unread);
            }
            return items;
        }
        var all = await WantedReader.ReadAsync(selection, mapper, allowsAllOfType, cancellation);
        if (selection.AllNamespaces && all.Any(static w => w.Name.Length > 0 && w.Type.IsNamespaced)) { throw new CliException("a resource cannot be retrieved by name across all namespaces"); }
        foreach (var wanted in all)
        {
            await TryAsync(async () =>
            {
                if (wanted.Name.Length == 0) { await AddAsync(await ListAsync(wanted.Type, selection, cancellation)); }
                else { await AddAsync([await OneAsync(wanted, selection, cancellation)]); }
            }, selection, wanted.Name.Length == 0 ? _unread : Failures);
        }
        return items;

        async Task AddAsync(IReadOnlyList<ResourceItem> found)
        {
            items.AddRange(found);
            foreach (var item in visitAsync is null ? [] : found) { await VisitAsync(item, visitAsync!); }
        }
    }

    /// <summary>Does something with an object; that it fails is told with the other failures.</summary>
    public async Task VisitAsync(ResourceItem item, Func<ResourceItem, Task> visitAsync)
    {
        try { await visitAsync(item); }
        catch (Exception e) when (e is CliException or StatusException or AggregateException) { Failures.Add(e); }
    }

    /// <summary>Throws the first thing that failed, if anything did.</summary>
    public void ThrowFirst()
    {
        if (HasFailures) { throw Failures.Concat(_unread).First(); }
    }

    /// <summary>Whether anything failed.</summary>
    public bool HasFailures => Failures.Count + _unread.Count > 0;

    /// <summary>Ends a command that was given no object and told of no failure instead.</summary>
    /// <exception cref="CliException">There is neither.</exception>
    public void RequireSome(IReadOnlyCollection<ResourceItem> items, string command)
    {
        if (items.Count == 0 && !HasFailures) { throw new CliException($"no objects passed to {command}"); }
    }

    /// <summary>The objects that words and selectors ask for; those named are not looked for, so that nobody needs to be allowed to read them.</summary>
    public async Task<IReadOnlyList<ResourceItem>> NamedAsync(Selection selection, CancellationToken cancellation)
    {
        if (selection.HasFiles || selection.Words.Count == 0) { return await OnServerAsync(selection, allowsAllOfType: false, cancellation); }
        var items = new List<ResourceItem>();
        foreach (var wanted in await WantedReader.ReadAsync(selection, mapper, allowsAllOfType: false, cancellation))
        {
            if (wanted.Name.Length == 0) { await TryAsync(async () => items.AddRange(await ListAsync(wanted.Type, selection, cancellation)), selection, _unread); continue; }
            if (wanted.Type.IsNamespaced && selection.AllNamespaces) { throw new CliException("a resource cannot be retrieved by name across all namespaces"); }
            items.Add(new ResourceItem(wanted.Type, wanted.Type.IsNamespaced ? selection.Namespace : "", wanted.Name, ObjectNode.Empty));
        }
        return items;
    }

    /// <summary>Looks for objects by name.</summary>
    /// <exception cref="StatusException">One is not there.</exception>
    public async Task FindAllAsync(IEnumerable<Wanted> wanted, Selection selection, CancellationToken cancellation)
    {
        foreach (var one in wanted.Where(static w => w.Name.Length > 0)) { await OneAsync(one, selection, cancellation); }
    }

    /// <summary>All objects of a resource that the selectors allow, page by page.</summary>
    public async Task<IReadOnlyList<ResourceItem>> ListAsync(ResourceType type, Selection selection, CancellationToken cancellation)
    {
        var items = new List<ResourceItem>();
        var next = "";
        do
        {
            var page = await SelectingAsync(type, selection, () => server.GetAsync(type.PathOf(selection.AllNamespaces ? "" : selection.Namespace) + Query(selection, next), cancellation, isOfAnyKind: true));
            CheckKnown(selection, type, "List");
            var listKind = page.TextAt("kind") ?? "";
            foreach (var entry in (page.At("items") as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>())
            {
                var full = entry.TextAt("kind") is { Length: > 0 } ? entry
                    : Typed(entry, page.TextAt("apiVersion") ?? type.ApiVersion, listKind.EndsWith("List", StringComparison.Ordinal) ? listKind[..^4] : type.Kind);
                items.Add(new ResourceItem(type, full.TextAt("metadata", "namespace") ?? "", full.TextAt("metadata", "name") ?? "", full));
            }
            next = page.TextAt("metadata", "continue") ?? "";
        }
        while (next.Length > 0);
        return items;
    }

    /// <summary>A list whose refusal names what was asked for, and with which selectors.</summary>
    public async Task<Node> SelectingAsync(ResourceType type, Selection selection, Func<Task<Node>> list)
    {
        try { return await list(); }
        catch (Exception e) when (e is StatusException or CliException { Unreached.Length: 0 })
        {
            // Compat: what fails of a list is one of several failures, even where it is the only one.
            _tellsTogether = true;
            if (e is not StatusException refusal || !(refusal.Is(StatusReason.BadRequest) || refusal.Is(StatusReason.NotFound))) { throw; }
            var what = $"{type.Group}/{type.Version}, Resource={type.Plural}";
            throw selection.LabelSelector.Length + selection.FieldSelector.Length > 0 ? Unfound(refusal, what, selection.LabelSelector, selection.FieldSelector)
                : new StatusException(refusal.Status with { Message = $"Unable to list \"{what}\": {refusal.Message}" });
        }
    }

    /// <summary>The refusal of a list, with the selectors it was asked with.</summary>
    public static StatusException Unfound(StatusException e, string what, string labels, string fields) =>
        new(e.Status with { Message = $"Unable to find \"{what}\" that match label selector \"{labels}\", field selector \"{fields}\": {e.Message}" });

    /// <summary>The query of a list.</summary>
    public static string Query(Selection selection, string next = "", string more = "")
    {
        var parts = new List<string>();
        if (next.Length > 0) { parts.Add($"continue={Uri.EscapeDataString(next)}"); }
        if (selection.FieldSelector.Length > 0) { parts.Add($"fieldSelector={Uri.EscapeDataString(selection.FieldSelector)}"); }
        if (selection.LabelSelector.Length > 0) { parts.Add($"labelSelector={Uri.EscapeDataString(selection.LabelSelector)}"); }
        if (selection.ChunkSize > 0) { parts.Add($"limit={selection.ChunkSize}"); }
        if (selection.Revision > 0 && next.Length == 0) { parts.Add(PastStates.Exactly(selection.Revision)); }
        if (more.Length > 0) { parts.Add(more); }
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>Throws what failed, if anything did.</summary>
    /// <param name="together">As several even where it is one: it is told without "error: " then.</param>
    public void ThrowFailures(bool together = false)
    {
        if (!HasFailures) { return; }
        throw (Failures, _unread) switch
        {
            ([], _) => All(_unread, together || _tellsTogether),
            (_, []) => All(Failures, together || _tellsTogether),
            _ => new AggregateException([.. Failures, new AggregateException(_unread)]),
        };
    }

    /// <summary>Makes what could not be read one failure that is told before those of what is done with the rest.</summary>
    public void GatherFailures()
    {
        if (!HasFailures) { return; }
        Exception[] all = _unread.Count == 0 ? [.. Failures] : [.. Failures, new AggregateException(_unread)];
        Failures.Clear();
        _unread.Clear();
        Failures.Add(All(all, isAlways: false));
    }

    private static Exception All(IReadOnlyList<Exception> failures, bool isAlways) => (failures.Count, isAlways) switch
    {
        (1, false) => failures[0],
        (1, true) => new AggregateException(new AggregateException(failures)),
        _ => new AggregateException(failures),
    };

    /// <summary>An item of a content with its resource; the namespace is filled in.</summary>
    /// <param name="known">Its resource, where the server need not be asked.</param>
    public async Task<ResourceItem> ItemAsync(ObjectNode content, string source, Selection selection, CancellationToken cancellation, ResourceType? known = null)
    {
        var (apiVersion, kind) = (content.TextAt("apiVersion") ?? "", content.TextAt("kind") ?? "");
        var name = content.TextAt("metadata", "name") ?? "";
        var type = known ?? await KnownAsync(apiVersion, kind, selection, cancellation) ?? throw new CliException(
            $"resource mapping not found for name: \"{name}\" namespace: \"{content.TextAt("metadata", "namespace")}\" from \"{source}\": no matches for kind \"{kind}\" in version \"{apiVersion}\"\nensure CRDs are installed first");
        CheckKnown(selection, type);
        if (!type.IsNamespaced) { return new ResourceItem(type, "", name, content) { Source = source }; }
        var ns = content.TextAt("metadata", "namespace") ?? "";
        if (selection.EnforcesNamespace && ns.Length > 0 && ns != selection.Namespace)
        {
            throw new CliException($"the namespace from the provided object \"{ns}\" does not match the namespace \"{selection.Namespace}\". You must pass '--namespace={ns}' to perform this operation.") { IsOfOne = true };
        }
        if (ns.Length == 0 && !selection.IsLocal) { (ns, content) = (selection.Namespace, (ObjectNode)content.With(["metadata", "namespace"], selection.Namespace)); }
        return new ResourceItem(type, ns, name, content) { Source = source };
    }

    // What is local needs no server to know its kind.
    private async Task<ResourceType?> KnownAsync(string apiVersion, string kind, Selection selection, CancellationToken cancellation)
    {
        try { return await mapper.OfKindAsync(apiVersion, kind, cancellation); }
        catch (CliException e) when (selection.IsLocal && e.Unreached.Length > 0)
        {
            var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
            return new ResourceType(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], $"{kind.ToLowerInvariant()}s", kind, IsNamespaced: true);
        }
    }

    private async Task<ResourceItem> OneAsync(Wanted wanted, Selection selection, CancellationToken cancellation)
    {
        if (wanted.Type.IsNamespaced && selection.AllNamespaces) { throw new CliException("a resource cannot be retrieved by name across all namespaces"); }
        var ns = wanted.Type.IsNamespaced ? selection.Namespace : "";
        var item = new ResourceItem(wanted.Type, ns, wanted.Name, ObjectNode.Empty);
        item = item with { Object = await GetAsync(item, selection, cancellation) };
        CheckKnown(selection, item.Type);
        return item;
    }

    // Compat: what knows the fields of objects only works on kinds that are built in.
    private static void CheckKnown(Selection selection, ResourceType type, string ending = "")
    {
        if (selection.IsTyped && Applying.KindSchemas.Of(type.Group, type.Version, type.Kind) is null)
        {
            throw new CliException($"no kind \"{type.Kind}{ending}\" is registered for version \"{type.ApiVersion}\" in scheme \"pkg/scheme/scheme.go:28\"") { IsOfOne = true };
        }
    }

    private async Task<ObjectNode> GetAsync(ResourceItem item, Selection selection, CancellationToken cancellation)
    {
        if (selection.Revision == 0) { return (ObjectNode)await OfNamespaceAsync(server, item.Namespace, () => server.GetAsync(item.Type.PathOf(item.Namespace, item.Name, selection.Subresource), cancellation, isOfAnyKind: true), cancellation); }
        return await new PastStates(server).ObjectAsync(item, selection.Revision, cancellation) ?? throw StatusException.NotFound(item.Type.Group, item.Type.Plural, item.Name);
    }

    /// <summary>Reads an object by name. Compat: where neither it nor its namespace is there, the namespace is told of.</summary>
    /// <exception cref="StatusException">It is not there, or not to be read.</exception>
    public static async Task<Node> OfNamespaceAsync(ServerConnection server, string ns, Func<Task<Node>> read, CancellationToken cancellation)
    {
        try { return await read(); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound) && ns is not ("" or "default"))
        {
            try { await server.GetAsync($"/api/v1/namespaces/{ns}", cancellation); }
            catch (StatusException other) when (!other.Is(StatusReason.NotFound)) { }
            throw;
        }
    }

    private static async Task TryAsync(Func<Task> read, Selection selection, List<Exception> failures)
    {
        try { await read(); }
        catch (StatusException e) when (selection.IgnoreNotFound && e.Is(StatusReason.NotFound)) { }
        catch (Exception e) when (e is StatusException or CliException { Unreached.Length: 0, FatalAt.Length: 0 }) { failures.Add(e); }
    }

    private static ObjectNode Typed(ObjectNode entry, string apiVersion, string kind) =>
        ObjectNode.Of([("apiVersion", apiVersion), ("kind", kind), .. entry.Fields.ToArray().Select(static f => (f.Key, (Node?)f.Value))]);
}
