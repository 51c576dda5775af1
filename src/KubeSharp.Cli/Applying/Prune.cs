using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Applying;

/// <summary>apply --prune with a selector: what was applied before and is applied no more is deleted.</summary>
internal static class Prune
{
    private static readonly string[] _kinds =
    [
        "core/v1/ConfigMap", "core/v1/Endpoints", "core/v1/Namespace", "core/v1/PersistentVolumeClaim", "core/v1/PersistentVolume", "core/v1/Pod", "core/v1/ReplicationController", "core/v1/Secret", "core/v1/Service",
        "batch/v1/Job", "batch/v1/CronJob", "networking.k8s.io/v1/Ingress", "apps/v1/DaemonSet", "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet",
    ];

    /// <summary>Checks that there are the kinds of the allowlist.</summary>
    /// <exception cref="CliException">There are not.</exception>
    public static async Task CheckKindsAsync(CommandContext context)
    {
        // Compat: whether the server is there is told by the reading of the files.
        try { await TypesAsync(context); }
        catch (CliException e) when (e.Unreached.Length > 0) { }
    }

    /// <summary>Checks what selects objects, and that a set is pruned.</summary>
    /// <exception cref="CliException">The flags do not fit together.</exception>
    public static void CheckSelection(Flags.FlagValues flags)
    {
        if (flags.Bool("all") && flags.Text("selector").Length > 0) { throw new CliException("cannot set --all and --selector at the same time"); }
        if (flags.Text("applyset").Length > 0 && !flags.Bool("prune")) { throw new CliException("--applyset requires --prune"); }
    }

    /// <summary>Checks that the flags fit together where something is pruned.</summary>
    /// <exception cref="CliException">They do not.</exception>
    public static void Check(Flags.FlagValues flags)
    {
        var (hasSet, hasSelector) = (flags.Text("applyset").Length > 0, flags.Text("selector").Length > 0);
        if (!flags.Bool("prune")) { return; }
        if (flags.Bool("force")) { throw new CliException("--force cannot be used with --prune"); }
        if (hasSet && flags.Bool("all")) { throw new CliException("--all is incompatible with --applyset"); }
        if (hasSet && hasSelector) { throw new CliException("--selector is incompatible with --applyset"); }
        if (hasSet && flags.List("prune-allowlist").Count > 0) { throw new CliException("--prune-allowlist is incompatible with --applyset"); }
        if (hasSet) { return; }
        if (!flags.Bool("all") && !hasSelector) { throw new CliException("all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector"); }
        if (flags.Bool("server-side")) { throw new CliException("--prune is in alpha and doesn't currently work on objects created by server-side apply"); }
    }

    /// <summary>Deletes what is left over.</summary>
    public static async Task RunAsync(CommandContext context, IReadOnlyList<Node> applied)
    {
        var server = await context.ServerAsync();
        foreach (var item in await LeftAsync(context, applied))
        {
            if (context.DryRun() != "client") { await DeleteCommand.DeleteOneAsync(context, server, item, (int)context.Flags.Int("grace-period"), context.Flags.Text("cascade")); }
            context.Report(item.Object, "pruned");
        }
    }

    /// <summary>What was applied before, in the namespaces of what is applied now, and is applied no more.</summary>
    public static async Task<IReadOnlyList<ResourceItem>> LeftAsync(CommandContext context, IReadOnlyList<Node> applied)
    {
        if (context.Flags.List("prune-allowlist").Count == 0)
        {
            context.Error.WriteLine(KlogLine.Of('W', context.Terminal.Time.GetLocalNow(), "prune.go:71", "Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag."));
        }
        var left = new List<ResourceItem>();
        var uids = applied.Select(static a => a.TextAt("metadata", "uid")).ToHashSet(StringComparer.Ordinal);
        string?[] flagged = context.Command.Path == "apply" && context.Flags.Text("namespace").Length > 0 ? [await context.NamespaceAsync()] : [];
        var spaces = applied.Select(static a => a.TextAt("metadata", "namespace")).Concat(flagged).OfType<string>().Distinct().ToArray();
        var types = await TypesAsync(context);
        foreach (var (type, ns) in spaces.SelectMany(s => types.Where(static t => t.IsNamespaced).Select(t => (t, s))).Concat(types.Where(static t => !t.IsNamespaced).Select(static t => (t, ""))))
        {
            try { left.AddRange((await (await context.ReaderAsync()).ListAsync(type, new Selection { Namespace = ns, LabelSelector = context.Flags.Text("selector") }, context.Cancellation)).Where(i => IsLeft(i, uids))); }
            catch (StatusException e)
            {
                throw new CliException($"error pruning {(type.IsNamespaced ? "namespaced" : "nonNamespaced")} object {type.Group}/{type.Version}, Kind={type.Kind}: {e.Message}");
            }
        }
        return left;
    }

    private static bool IsLeft(ResourceItem item, HashSet<string?> uids) =>
        item.Object.TextAt("metadata", "annotations", LastApplied.Annotation) is not null && !uids.Contains(item.Object.TextAt("metadata", "uid"));

    private static async Task<IReadOnlyList<ResourceType>> TypesAsync(CommandContext context)
    {
        var mapper = await context.MapperAsync();
        var types = new List<ResourceType>();
        foreach (var word in context.Flags.List("prune-allowlist") is { Count: > 0 } given ? given : _kinds)
        {
            if (word.Split('/') is not [var group, var version, var kind]) { throw new CliException($"invalid GroupVersionKind format: {word}, please follow <group/version/kind>"); }
            var apiVersion = group is "core" or "" ? version : $"{group}/{version}";
            types.Add(await mapper.OfKindAsync(apiVersion, kind, context.Cancellation) ?? throw new CliException($"no matches for kind \"{kind}\" in version \"{apiVersion}\""));
        }
        return types;
    }
}
