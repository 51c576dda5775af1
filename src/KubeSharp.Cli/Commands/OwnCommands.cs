using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>Commands that upstream has only as plug-ins: tree, neat.</summary>
internal static class OwnCommands
{
    /// <summary>tree</summary>
    public static Command Tree { get; } = new("tree", "Show an object and all that it owns", "TYPE/NAME", TreeAsync);
    /// <summary>neat</summary>
    public static Command NeatCommand { get; } = new("neat", "Print objects without what the server added", "(TYPE/NAME | -f FILENAME)", NeatAsync);

    /// <summary>The objects that the command line names, or those of its files.</summary>
    public static async Task<IReadOnlyList<ResourceItem>> ItemsAsync(CommandContext context)
    {
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync();
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw CliException.Usage("TYPE/NAME is required"); }
        var items = selection.HasFiles ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: true, context.Cancellation);
        reader.ThrowFailures();
        return items;
    }

    private static async Task<int> TreeAsync(CommandContext context)
    {
        var items = await ItemsAsync(context);
        var owned = await OwnedAsync(context, items);
        var table = new TextTable();
        table.Add(["NAMESPACE", "NAME", "READY", "REASON", "AGE"]);
        foreach (var item in items) { Add(context, table, owned, item.Object, "", ""); }
        table.Flush(context.Out);
        return 0;
    }

    private static async Task<ILookup<string, ObjectNode>> OwnedAsync(CommandContext context, IReadOnlyList<ResourceItem> items)
    {
        var reader = await context.ReaderAsync();
        var all = new List<(string Owner, ObjectNode Object)>();
        var ns = items.Count > 0 ? items[0].Namespace : "";
        var seen = new HashSet<(string, string)>();
        foreach (var type in (await (await context.MapperAsync()).AllAsync(context.Cancellation)).Where(t => t.Verbs.Contains("list") && t.Kind != "Event" && (ns.Length == 0 || t.IsNamespaced) && seen.Add((t.Group, t.Plural))))
        {
            try
            {
                foreach (var found in await reader.ListAsync(type, new Selection { Namespace = ns, AllNamespaces = ns.Length == 0 }, context.Cancellation))
                {
                    all.AddRange(found.Object.Items("metadata", "ownerReferences").Select(o => (o.Text("uid"), found.Object)));
                }
            }
            catch (Machinery.Statuses.StatusException) { }
        }
        return all.ToLookup(static a => a.Owner, static a => a.Object);
    }

    private static void Add(CommandContext context, TextTable table, ILookup<string, ObjectNode> owned, ObjectNode content, string lead, string childLead)
    {
        var (ready, reason) = Readiness(content);
        table.Add([content.Text("metadata", "namespace"), $"{lead}{content.Text("kind")}/{content.Text("metadata", "name")}", ready, reason, Ages.Since(content.Text("metadata", "creationTimestamp"), context.Now)]);
        var children = owned[content.Text("metadata", "uid")].OrderBy(static c => c.Text("kind"), StringComparer.Ordinal).ThenBy(static c => c.Text("metadata", "name"), StringComparer.Ordinal).ToArray();
        for (var i = 0; i < children.Length; i++)
        {
            var isLast = i == children.Length - 1;
            Add(context, table, owned, children[i], childLead + (isLast ? "└─" : "├─"), childLead + (isLast ? "  " : "│ "));
        }
    }

    /// <summary>How ready an object is: its condition, or how many of what it wants are; - where it tells of neither. Pure.</summary>
    public static (string Ready, string Reason) Readiness(Node content)
    {
        if (content.Items("status", "conditions").FirstOrDefault(static c => c.Text("type") is "Ready" or "Available") is { } condition) { return (condition.TextOr("-", "status"), condition.Text("reason")); }
        return content.Text("kind") switch
        {
            "ReplicaSet" or "StatefulSet" or "ReplicationController" => ($"{content.Number("status", "readyReplicas")}/{content.Number("spec", "replicas")}", ""),
            "DaemonSet" => ($"{content.Number("status", "numberReady")}/{content.Number("status", "desiredNumberScheduled")}", ""),
            "Job" => ($"{content.Number("status", "succeeded")}/{Math.Max(1, content.Number("spec", "completions"))}", content.Items("status", "conditions").LastOrDefault(static c => c.Text("status") == "True").Text("type")),
            "CronJob" => ("-", content.At("spec", "suspend") is BooleanNode { Value: true } ? "Suspended" : ""),
            "EndpointSlice" => ($"{content.Items("endpoints").Count(static e => e.At("conditions", "ready") is not BooleanNode { Value: false })}/{content.Items("endpoints").Count()}", ""),
            "PersistentVolumeClaim" or "PersistentVolume" or "Namespace" => ("-", content.Text("status", "phase")),
            _ => ("-", ""),
        };
    }

    private static async Task<int> NeatAsync(CommandContext context)
    {
        var printer = ObjectPrinter.Of(context.Flags, isSorted: true);
        foreach (var item in await ItemsAsync(context))
        {
            var neat = Neat.Of(item.Object);
            if (printer is null) { context.Out.Write(Yaml.Write(FieldOrder.Sorted(neat))); }
            else { printer.Print(neat, context.Out); }
        }
        return 0;
    }
}
