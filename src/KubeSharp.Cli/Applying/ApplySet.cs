using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Applying;

/// <summary>A set of applied objects with a parent object that remembers its kinds and namespaces. Source: KEP-3659.</summary>
internal sealed class ApplySet
{
    private const string Manager = "kubectl-applyset";
    private readonly CommandContext _context;
    private readonly ResourceItem _parent;
    private IReadOnlyList<ResourceType> _typesBefore = [];
    private IReadOnlyList<string> _namespacesBefore = [];

    private ApplySet(CommandContext context, ResourceItem parent) => (_context, _parent) = (context, parent);

    /// <summary>The set that --applyset names; null: none.</summary>
    /// <exception cref="CliException">The server has no such type.</exception>
    public static async Task<ApplySet?> OfAsync(CommandContext context)
    {
        var text = context.Flags.Text("applyset");
        if (text.Length == 0) { return null; }
        var (word, name) = text.Split('/', 2) is [var before, var after] ? (before, after) : ("secrets", text);
        if (name.Length == 0) { throw new CliException($"invalid parent reference \"{text}\": name cannot be blank"); }
        if (word.Length == 0) { throw new CliException($"invalid parent reference \"{text}\": a resource must be present, got: /, Resource="); }
        try { return new ApplySet(context, new ResourceItem(await (await context.MapperAsync()).FindAsync(word, context.Cancellation), "", name, ObjectNode.Empty)); }
        catch (CliException e) when (e.Unreached.Length == 0) { throw new CliException($"invalid parent reference \"{text}\": no matches for {string.Join('.', word.Split('.').Skip(1))}/, Resource={word.Split('.')[0]}"); }
    }

    /// <summary>The set with its parent's namespace.</summary>
    /// <exception cref="CliException">Such an object can be no parent.</exception>
    public async Task<ApplySet> CheckedAsync()
    {
        var type = _parent.Type;
        var mistakes = new List<string>();
        // Compat: the namespace comes from the flag only, never from the kubeconfig.
        if (type.IsNamespaced && _context.Flags.Text("namespace").Length == 0) { mistakes.Add("namespace is required to use namespace-scoped ApplySet"); }
        if (!ApplySetParent.IsBuiltIn(type) && !await MayBeParentAsync(_context, type)) { mistakes.Add($"resource \"{type.Group}/{type.Version}, Resource={type.Plural}\" is not permitted as an ApplySet parent"); }
        if (mistakes.Count > 0) { throw new CliException(string.Join('\n', mistakes), isPlain: mistakes.Count > 1); }
        return new ApplySet(_context, _parent with { Namespace = type.IsNamespaced ? await _context.NamespaceAsync() : "" });
    }

    /// <summary>Makes or checks the parent and adds what is about to be applied to what it remembers: an interrupted apply leaves no object without its set.</summary>
    /// <exception cref="CliException">The parent belongs to another tool or set, or an object bears a set's label already.</exception>
    public async Task BeginAsync(IReadOnlyList<ResourceItem> items)
    {
        if (items.Any(static i => i.Object.TextAt("metadata", "labels", ApplySetParent.PartOfLabel) is not null)) { throw new CliException($"ApplySet label \"{ApplySetParent.PartOfLabel}\" already set in input data"); }
        try
        {
            var live = await (await _context.ServerAsync()).GetAsync(_parent.Path, _context.Cancellation);
            ApplySetParent.Check(live, _parent);
            _typesBefore = ApplySetParent.TypesOf(live, _parent, await (await _context.MapperAsync()).FreshAsync(_context.Cancellation));
            _namespacesBefore = [.. ApplySetParent.NamespacesOf(live, _parent)];
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound))
        {
            if (!ApplySetParent.IsBuiltIn(_parent.Type)) { throw new CliException("custom resource ApplySet parents cannot be created automatically"); }
        }
        await RememberAsync([.. _typesBefore, .. items.Select(static i => i.Type)], [.. _namespacesBefore, .. NamespacesOf(items)]);
    }

    /// <summary>An object with the label of the set.</summary>
    public ResourceItem Labelled(ResourceItem item) => item with { Object = (ObjectNode)item.Object.With(["metadata", "labels", ApplySetParent.PartOfLabel], ApplySetParent.IdOf(_parent)) };

    /// <summary>Deletes members that were not applied this time; then the parent forgets their kinds and namespaces.</summary>
    /// <param name="items">What was applied.</param>
    /// <param name="applied">The same as the server answered.</param>
    public async Task PruneAsync(IReadOnlyList<ResourceItem> items, IReadOnlyList<Node> applied)
    {
        var (reader, server) = (await _context.ReaderAsync(), await _context.ServerAsync());
        var kept = applied.Select(static a => a.TextAt("metadata", "uid")).ToHashSet(StringComparer.Ordinal);
        var left = new List<ResourceItem>();
        foreach (var type in _typesBefore)
        {
            foreach (var ns in type.IsNamespaced ? _namespacesBefore.Distinct() : [""])
            {
                var members = await reader.ListAsync(type, new Selection { Namespace = ns, LabelSelector = $"{ApplySetParent.PartOfLabel}={ApplySetParent.IdOf(_parent)}" }, _context.Cancellation);
                left.AddRange(members.Where(m => !kept.Contains(m.Object.TextAt("metadata", "uid"))));
            }
        }
        foreach (var item in left)
        {
            if (_context.DryRun() != "client") { await DeleteCommand.DeleteOneAsync(_context, server, item, (int)_context.Flags.Int("grace-period"), _context.Flags.Text("cascade")); }
            _context.Report(item.Object, "pruned");
        }
        await RememberAsync([.. items.Select(static i => i.Type)], [.. NamespacesOf(items)]);
    }

    private async Task RememberAsync(IReadOnlyList<ResourceType> types, IReadOnlyList<string> namespaces)
    {
        if (_context.DryRun() == "client") { return; }
        var body = ApplySetParent.Content(_parent, types, namespaces).ToUtf8();
        var server = await _context.ServerAsync();
        Task SendAsync(bool forces) => server.CallAsync(HttpMethod.Patch, $"{_parent.Path}?fieldManager={Manager}&force={(forces ? "true" : "false")}{(_context.DryRun() == "server" ? "&dryRun=All" : "")}", body, "application/apply-patch+yaml", _context.Cancellation);
        try
        {
            try { await SendAsync(forces: false); }
            catch (StatusException e) when (e.Is(StatusReason.Conflict))
            {
                _context.Error.WriteLine(KlogLine.Of('W', _context.Terminal.Time.GetLocalNow(), "applyset.go:447", $"WARNING: failed to update ApplySet: {e.Message}\nApplySet field manager {Manager} should own these fields. Retrying with conflicts forced."));
                await SendAsync(forces: true);
            }
        }
        catch (StatusException e) { throw new CliException($"failed to update ApplySet: {e.Message}"); }
    }

    private static async Task<bool> MayBeParentAsync(CommandContext context, ResourceType type)
    {
        var definitions = await (await context.ServerAsync()).GetAsync($"/apis/apiextensions.k8s.io/v1/customresourcedefinitions?labelSelector={Uri.EscapeDataString(ApplySetParent.ParentTypeLabel)}", context.Cancellation);
        return (definitions.At("items") as ArrayNode ?? ArrayNode.Empty).Any(d => d.TextAt("metadata", "name") == type.Qualified);
    }

    private static IEnumerable<string> NamespacesOf(IReadOnlyList<ResourceItem> items) => items.Select(static i => i.Namespace).Where(static n => n.Length > 0);
}
