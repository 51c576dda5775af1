using System.Security.Cryptography;
using System.Text;
using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Applying;

/// <summary>A set of applied objects with a parent object that remembers its kinds and namespaces. Source: KEP-3659.</summary>
internal sealed class ApplySet
{
    private const string PartOf = "applyset.kubernetes.io/part-of";
    private const string IdLabel = "applyset.kubernetes.io/id";
    private const string Tooling = "applyset.kubernetes.io/tooling";
    private const string Kinds = "applyset.kubernetes.io/contains-group-kinds";
    private const string Namespaces = "applyset.kubernetes.io/additional-namespaces";
    private readonly CommandContext _context;
    private readonly ResourceItem _parent;
    private readonly string _id;
    private string[] _kindsBefore = [];
    private string[] _namespacesBefore = [];

    private ApplySet(CommandContext context, ResourceItem parent)
    {
        (_context, _parent) = (context, parent);
        var identity = $"{parent.Name}.{parent.Namespace}.{parent.Type.Kind}.{parent.Type.Group}";
        _id = $"applyset-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(identity))).TrimEnd('=').Replace('+', '-').Replace('/', '_')}-v1";
    }

    /// <summary>The set that --applyset names; null: none.</summary>
    public static async Task<ApplySet?> OfAsync(CommandContext context, IReadOnlyList<ResourceItem> items)
    {
        var text = context.Flags.Text("applyset");
        if (text.Length == 0) { return null; }
        var parts = text.Contains('/', StringComparison.Ordinal) ? text.Split('/', 2) : ["secret", text];
        var type = await (await context.MapperAsync()).FindAsync(parts[0], context.Cancellation);
        if (type.IsNamespaced && context.Flags.Text("namespace").Length == 0) { throw new CliException($"namespace is required to use namespace-scoped ApplySet"); }
        if (items.Any(i => i.Object.TextAt("metadata", "labels", PartOf) is not null)) { throw new CliException($"ApplySet label \"{PartOf}\" already set in input data"); }
        return new ApplySet(context, new ResourceItem(type, type.IsNamespaced ? await context.NamespaceAsync() : "", parts[1], ObjectNode.Empty));
    }

    /// <summary>Makes or checks the parent and adds what is about to be applied to what it remembers.</summary>
    public async Task BeginAsync(IReadOnlyList<ResourceItem> items)
    {
        try
        {
            var live = await (await _context.ServerAsync()).GetAsync(_parent.Path, _context.Cancellation);
            _kindsBefore = Words(live, Kinds);
            _namespacesBefore = Words(live, Namespaces);
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound) && _parent.Type.Kind is "Secret" or "ConfigMap") { }
        await RememberAsync([.. _kindsBefore, .. KindsOf(items)], [.. _namespacesBefore, .. NamespacesOf(items)]);
    }

    /// <summary>An object with the label of the set.</summary>
    public ResourceItem Labelled(ResourceItem item) => item with { Object = (ObjectNode)item.Object.With(["metadata", "labels", PartOf], _id) };

    /// <summary>Deletes members that were not applied this time.</summary>
    public async Task PruneAsync(IReadOnlyList<ResourceItem> items)
    {
        var (reader, mapper, server) = (await _context.ReaderAsync(), await _context.MapperAsync(), await _context.ServerAsync());
        var kept = items.Select(static i => i.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var kind in _kindsBefore.Concat(KindsOf(items)).Distinct())
        {
            var type = ResourceMapper.Find(await mapper.AllAsync(_context.Cancellation), kind);
            if (type is null) { continue; }
            foreach (var ns in type.IsNamespaced ? _namespacesBefore.Concat(NamespacesOf(items)).Append(_parent.Namespace).Where(static n => n.Length > 0).Distinct() : [""])
            {
                foreach (var item in await reader.ListAsync(type, new Selection { Namespace = ns, LabelSelector = $"{PartOf}={_id}" }, _context.Cancellation))
                {
                    if (kept.Contains(item.Path)) { continue; }
                    if (_context.DryRun() == "none") { await DeleteCommand.DeleteOneAsync(_context, server, item, -1, _context.Flags.Text("cascade")); }
                    if (_context.Printer() is null) { _context.Report(item.Object, "pruned"); }
                }
            }
        }
        await RememberAsync(KindsOf(items), NamespacesOf(items));
    }

    private async Task RememberAsync(IEnumerable<string> kinds, IEnumerable<string> namespaces)
    {
        if (_context.DryRun() == "client") { return; }
        var content = ObjectNode.Of(("apiVersion", _parent.Type.ApiVersion), ("kind", _parent.Type.Kind), ("metadata", ObjectNode.Of(("name", _parent.Name),
            ("namespace", _parent.Namespace.Length > 0 ? (Node)_parent.Namespace : null), ("labels", ObjectNode.Of((IdLabel, _id))),
            ("annotations", ObjectNode.Of((Tooling, "kubectl/v1.36.0"), (Kinds, string.Join(',', kinds.Distinct().Order(StringComparer.Ordinal))), (Namespaces, string.Join(',', namespaces.Distinct().Order(StringComparer.Ordinal))))))));
        await (await _context.ServerAsync()).CallAsync(HttpMethod.Patch, $"{_parent.Path}?fieldManager=kubectl-applyset&force=true{(_context.DryRun() == "server" ? "&dryRun=All" : "")}", content.ToUtf8(), "application/apply-patch+yaml", _context.Cancellation);
    }

    private IEnumerable<string> NamespacesOf(IReadOnlyList<ResourceItem> items) => items.Select(static i => i.Namespace).Where(n => n.Length > 0 && n != _parent.Namespace);

    private static IEnumerable<string> KindsOf(IReadOnlyList<ResourceItem> items) => items.Select(static i => i.Type.Group.Length == 0 ? i.Type.Kind : $"{i.Type.Kind}.{i.Type.Group}");

    private static string[] Words(Node live, string annotation) => (live.TextAt("metadata", "annotations", annotation) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}
