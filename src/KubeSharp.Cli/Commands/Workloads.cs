using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>Pods behind workloads, and where a workload keeps its pod template.</summary>
internal static class Workloads
{
    // Compat: so often upstream asks for a server's groups before it tells that it does not reach it, though a pod can be read without.
    private const int Discoveries = 4;

    /// <summary>The path of the pod's spec in an object: the pod's own, a template's, a cron job's; null: it has none.</summary>
    public static string[]? PodSpecPath(Node content) => content.TextAt("kind") switch
    {
        "Pod" => ["spec"],
        "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
        "PodTemplate" => ["template", "spec"],
        _ => content.At("spec", "template", "spec") is ObjectNode ? ["spec", "template", "spec"] : null,
    };

    /// <summary>The pod that pod/x, x or deploy/y means; of several the one best to talk to.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static async Task<ObjectNode> PodAsync(CommandContext context, string word)
    {
        var ns = await context.NamespaceAsync();
        var server = await context.ServerAsync();
        if (!word.Contains('/', StringComparison.Ordinal)) { return await CliException.AfterAsync(Discoveries, async () => (ObjectNode)await server.GetAsync($"/api/v1/namespaces/{ns}/pods/{Uri.EscapeDataString(word)}", context.Cancellation)); }
        var items = await (await context.ReaderAsync()).OnServerSingleAsync(context, word);
        if (items.Type is { Group: "", Plural: "pods" }) { return items.Object; }
        var pods = await PodsOfAsync(context, items);
        if (pods.Count == 0) { throw new CliException($"no pods found for {items.Display}"); }
        return pods.OrderByDescending(static p => p.TextAt("status", "phase") == "Running").ThenByDescending(IsReady).First();
    }

    /// <summary>The pods that a workload or service selects, oldest first.</summary>
    public static async Task<IReadOnlyList<ObjectNode>> PodsOfAsync(CommandContext context, ResourceItem item)
    {
        var selector = Labels.SelectorOf(item.Object) ?? throw new CliException($"cannot attach to *{item.Type.Version}.{item.Type.Kind}: selector for *{item.Type.Version}.{item.Type.Kind} not implemented");
        return await PodsAsync(context, item.Namespace, selector);
    }

    /// <summary>The pods that a selector fits.</summary>
    public static async Task<IReadOnlyList<ObjectNode>> PodsAsync(CommandContext context, string ns, string selector)
    {
        var path = ns.Length > 0 ? $"/api/v1/namespaces/{ns}/pods" : "/api/v1/pods";
        IReadOnlyList<Node> list;
        try { list = await CliException.AfterAsync(Discoveries, async () => await (await context.ServerAsync()).ListAsync($"{path}?labelSelector={Uri.EscapeDataString(selector)}", context.Flags.Int("chunk-size"), context.Cancellation)); }
        catch (StatusException e) when (e.Is(StatusReason.BadRequest)) { throw ResourceReader.Unfound(e, "/v1, Resource=pods", selector, ""); }
        return [.. list.OfType<ObjectNode>().OrderBy(static p => p.TextAt("metadata", "creationTimestamp"), StringComparer.Ordinal)];
    }

    /// <summary>Whether a pod is ready.</summary>
    public static bool IsReady(Node pod) => (pod.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty).Any(static c => c.TextAt("type") == "Ready" && c.TextAt("status") == "True");

    /// <summary>The names of a pod's containers of a list (containers, initContainers, ephemeralContainers).</summary>
    public static IEnumerable<string> Containers(Node pod, string list = "containers") => (pod.At("spec", list) as ArrayNode ?? ArrayNode.Empty).Select(static c => c.TextAt("name") ?? "");

    /// <summary>The container to talk to: the one asked for, the annotated one, the first. Says so where there are several.</summary>
    public static string Container(CommandContext context, Node pod, string asked, bool isQuiet = false)
    {
        var all = Containers(pod).ToArray();
        var named = all.Concat(Containers(pod, "ephemeralContainers").Select(static e => $"{e} (ephem)")).Concat(Containers(pod, "initContainers").Select(static i => $"{i} (init)"));
        if (asked.Length > 0)
        {
            return all.Concat(Containers(pod, "initContainers")).Concat(Containers(pod, "ephemeralContainers")).Contains(asked) ? asked
                : throw new CliException($"container {asked} is not valid for pod {pod.TextAt("metadata", "name")} out of: {string.Join(", ", named)}");
        }
        if (pod.TextAt("metadata", "annotations", "kubectl.kubernetes.io/default-container") is { Length: > 0 } chosen && all.Contains(chosen)) { return chosen; }
        if (named.Count() > 1 && !isQuiet)
        {
            context.Error.WriteLine($"Defaulted container \"{all[0]}\" out of: {string.Join(", ", named)}");
        }
        return all.FirstOrDefault() ?? "";
    }

    private static async Task<ResourceItem> OnServerSingleAsync(this ResourceReader reader, CommandContext context, string word)
    {
        var items = await reader.OnServerAsync(await context.SelectionAsync([word]) with { Files = [], LabelSelector = "" }, allowsAllOfType: false, context.Cancellation);
        reader.ThrowFailures();
        return items[0];
    }
}
