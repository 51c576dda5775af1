using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>Commands that upstream has only as plug-ins: tree, why, neat.</summary>
internal static class OwnCommands
{
    private static readonly string[] _serverFields = ["creationTimestamp", "resourceVersion", "uid", "generation", "managedFields", "selfLink", "ownerReferences"];

    /// <summary>tree</summary>
    public static Command Tree { get; } = new("tree", "Show an object and all that it owns", "TYPE/NAME", TreeAsync);
    /// <summary>why</summary>
    public static Command Why { get; } = new("why", "Say in a few lines why an object is not ready", "TYPE/NAME", WhyAsync);
    /// <summary>neat</summary>
    public static Command Neat { get; } = new("neat", "Print objects without what the server added", "(TYPE/NAME | -f FILENAME)", NeatAsync);

    private static async Task<IReadOnlyList<ResourceItem>> ItemsAsync(CommandContext context)
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
        var ready = content.Items("status", "conditions").FirstOrDefault(static c => c.Text("type") is "Ready" or "Available");
        table.Add([content.Text("metadata", "namespace"), $"{lead}{content.Text("kind")}/{content.Text("metadata", "name")}", ready.TextOr("-", "status"), ready.Text("reason"), Ages.Since(content.Text("metadata", "creationTimestamp"), context.Now)]);
        var children = owned[content.Text("metadata", "uid")].OrderBy(static c => c.Text("kind"), StringComparer.Ordinal).ThenBy(static c => c.Text("metadata", "name"), StringComparer.Ordinal).ToArray();
        for (var i = 0; i < children.Length; i++)
        {
            var isLast = i == children.Length - 1;
            Add(context, table, owned, children[i], childLead + (isLast ? "└─" : "├─"), childLead + (isLast ? "  " : "│ "));
        }
    }

    private static async Task<int> WhyAsync(CommandContext context)
    {
        foreach (var item in await ItemsAsync(context))
        {
            context.Out.WriteLine($"{item.Display}:");
            var reasons = Reasons(item.Object).ToList();
            if (item.Type.Kind != "Pod" && Labels.SelectorOf(item.Object) is { Length: > 0 } selector && item.Namespace.Length > 0)
            {
                foreach (var pod in await Workloads.PodsAsync(context, item.Namespace, selector)) { reasons.AddRange(Reasons(pod).Select(r => $"pod/{pod.Text("metadata", "name")}: {r}")); }
            }
            var events = await (await context.ServerAsync()).GetAsync($"/api/v1/{(item.Namespace.Length > 0 ? $"namespaces/{item.Namespace}/" : "")}events?fieldSelector={Uri.EscapeDataString($"involvedObject.uid={item.Object.Text("metadata", "uid")},type=Warning")}", context.Cancellation);
            reasons.AddRange(events.Items("items").OrderByDescending(DescribeParts.LastSeen, StringComparer.Ordinal).Take(3).Select(e => $"{DescribeParts.EventAge(e, context.Now)} ago {e.Text("reason")}: {e.Text("message").Trim()}"));
            if (reasons.Count == 0) { reasons.Add("nothing is wrong that its status or events tell of"); }
            foreach (var reason in reasons.Distinct()) { context.Out.WriteLine($"  {Connection.Escapes.Neutralize(reason)}"); }
        }
        return 0;
    }

    /// <summary>What an object's status says is not as it should be. Pure.</summary>
    public static IEnumerable<string> Reasons(Node content)
    {
        foreach (var c in content.Items("status", "conditions"))
        {
            var isBadWhenTrue = c.Text("type") is "Failed" or "ReplicaFailure" or "MemoryPressure" or "DiskPressure" or "PIDPressure" or "NetworkUnavailable" or "DisruptionTarget";
            var isGood = c.Text("status") == (isBadWhenTrue ? "False" : "True");
            if (!isGood && c.Text("type") is not ("Complete" or "Suspended") && c.Text("reason") != "PodCompleted") { yield return $"{c.Text("type")} is {c.Text("status")}{(c.Text("reason") is { Length: > 0 } r ? $" ({r})" : "")}{(c.Text("message") is { Length: > 0 } m ? $": {m}" : "")}"; }
        }
        foreach (var s in content.Items("status", "initContainerStatuses").Concat(content.Items("status", "containerStatuses")))
        {
            if (s.At("state", "waiting") is { } waiting && waiting.Text("reason") is not ("" or "PodInitializing" or "ContainerCreating")) { yield return $"container {s.Text("name")} waits: {waiting.Text("reason")} {waiting.Text("message")}".TrimEnd(); }
            if ((s.At("state", "terminated") ?? s.At("lastState", "terminated")) is { } ended && ended.Number("exitCode") != 0) { yield return $"container {s.Text("name")} ended with code {ended.Number("exitCode")} ({ended.Text("reason")}), started {s.Number("restartCount")} times again"; }
        }
    }

    private static async Task<int> NeatAsync(CommandContext context)
    {
        var printer = ObjectPrinter.Of(context.Flags, isSorted: true);
        foreach (var item in await ItemsAsync(context))
        {
            var neat = Neatened(item.Object);
            if (printer is null) { context.Out.Write(Yaml.Write(JsonText.Sorted(neat))); }
            else { printer.Print(neat, context.Out); }
        }
        return 0;
    }

    /// <summary>The object without status and what the server fills in. Pure.</summary>
    public static ObjectNode Neatened(ObjectNode content)
    {
        Node neat = content.Remove("status");
        foreach (var field in _serverFields) { neat = neat.With(["metadata", field], null); }
        if (neat.At("metadata", "annotations") is ObjectNode annotations)
        {
            var kept = annotations.Remove(LastApplied.Annotation).Remove("deployment.kubernetes.io/revision");
            neat = neat.With(["metadata", "annotations"], kept.Count > 0 ? kept : null);
        }
        return (ObjectNode)neat;
    }
}
