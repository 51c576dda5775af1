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
        "v1/ConfigMap", "v1/Endpoints", "v1/Namespace", "v1/PersistentVolumeClaim", "v1/PersistentVolume", "v1/Pod", "v1/ReplicationController", "v1/Secret", "v1/Service",
        "batch/v1/Job", "batch/v1/CronJob", "networking.k8s.io/v1/Ingress", "apps/v1/DaemonSet", "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet",
    ];

    /// <summary>Checks that the flags fit together.</summary>
    /// <exception cref="CliException">They do not.</exception>
    public static void Check(CommandContext context)
    {
        var flags = context.Flags;
        if (flags.Text("applyset").Length > 0 && !flags.Bool("prune")) { throw new CliException("--applyset requires --prune"); }
        if (!flags.Bool("prune") || flags.Text("applyset").Length > 0) { return; }
        if (!flags.Bool("all") && flags.Text("selector").Length == 0) { throw new CliException("all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector"); }
    }

    /// <summary>Deletes what is left over.</summary>
    public static async Task RunAsync(CommandContext context, IReadOnlyList<Node> applied)
    {
        var uids = applied.Select(static a => a.TextAt("metadata", "uid")).ToHashSet(StringComparer.Ordinal);
        var spaces = applied.Select(static a => a.TextAt("metadata", "namespace")).Where(static n => n is not null).Distinct().ToArray();
        var (reader, mapper, server) = (await context.ReaderAsync(), await context.MapperAsync(), await context.ServerAsync());
        var kinds = context.Flags.List("prune-allowlist") is { Count: > 0 } given ? given.Select(static g => g.StartsWith("core/", StringComparison.Ordinal) ? g[5..] : g) : _kinds;
        foreach (var kind in kinds)
        {
            var slash = kind.LastIndexOf('/');
            if (slash < 0 || await mapper.OfKindAsync(kind[..slash], kind[(slash + 1)..], context.Cancellation) is not { } type) { throw new CliException($"invalid GroupVersionKind format: {kind}, please follow <group/version/kind>"); }
            foreach (var ns in type.IsNamespaced ? spaces : [""])
            {
                var selection = new Selection { Namespace = ns!, LabelSelector = context.Flags.Text("selector") };
                foreach (var item in await reader.ListAsync(type, selection, context.Cancellation))
                {
                    if (LastApplied.Of(item.Object) is null || uids.Contains(item.Object.TextAt("metadata", "uid"))) { continue; }
                    if (context.DryRun() != "client") { await DeleteCommand.DeleteOneAsync(context, server, item, -1, context.Flags.Text("cascade")); }
                    if (context.Printer() is null) { context.Report(item.Object, "pruned"); }
                }
            }
        }
    }
}
