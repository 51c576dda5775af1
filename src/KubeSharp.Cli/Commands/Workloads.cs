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

    /// <summary>How long it is waited for a pod, as --pod-running-timeout says.</summary>
    /// <exception cref="CliException">It is no time to wait.</exception>
    public static TimeSpan Patience(CommandContext context) => context.Flags.Duration("pod-running-timeout") is var limit && limit > TimeSpan.Zero ? limit : throw CliException.Usage("--pod-running-timeout must be higher than zero");

    /// <summary>The pod that pod/x, x or deploy/y means; of several the one best to talk to.</summary>
    /// <param name="context">The command.</param>
    /// <param name="word">What names it.</param>
    /// <param name="patience">How long it is waited for the first pod of a workload.</param>
    /// <exception cref="CliException">There is none.</exception>
    public static async Task<ObjectNode> PodAsync(CommandContext context, string word, TimeSpan patience = default) => (await TargetAsync(context, word, patience)).Pod;

    /// <summary>The same with the workload or service that was named; null: the pod itself was.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static async Task<(ResourceItem? Named, ObjectNode Pod)> TargetAsync(CommandContext context, string word, TimeSpan patience)
    {
        if (!word.Contains('/', StringComparison.Ordinal)) { return (null, await NamedAsync(context, word)); }
        var item = await (await context.ReaderAsync()).OnServerSingleAsync(context, word);
        return item.Type is { Group: "", Plural: "pods" } ? (null, item.Object) : (item, PodPreference.ForJoining(await PodsOfAsync(context, item, "attach to", patience))[0]);
    }

    /// <summary>The pods that a workload or service selects; where there are none, the first that comes.</summary>
    /// <param name="context">The command.</param>
    /// <param name="item">The workload.</param>
    /// <param name="doing">What is wanted of the pods.</param>
    /// <param name="patience">How long it is waited for the first one.</param>
    /// <exception cref="CliException">It selects no pods, or none came in time.</exception>
    public static async Task<IReadOnlyList<ObjectNode>> PodsOfAsync(CommandContext context, ResourceItem item, string doing, TimeSpan patience)
    {
        var selector = SelectorOf(item) ?? throw new CliException($"cannot {doing} *{item.Type.Version}.{item.Type.Kind}: {(item.Type.Kind == "Service" ? $"invalid service '{item.Name}': Service is defined without a selector" : $"selector for *{item.Type.Version}.{item.Type.Kind} not implemented")}");
        var pods = await PodsAsync(context, item.Namespace, selector);
        return pods.Count > 0 ? pods : [await FirstAsync(context, item.Namespace, selector, patience)];
    }

    private static Task<ObjectNode> NamedAsync(CommandContext context, string name) => CliException.AfterAsync(Discoveries, async () => (ObjectNode)await (await context.ServerAsync()).GetAsync($"/api/v1/namespaces/{await context.NamespaceAsync()}/pods/{Uri.EscapeDataString(name)}", context.Cancellation));

    // Compat: other kinds that have a selector (budgets, policies) have no pods to upstream.
    private static string? SelectorOf(ResourceItem item) => (item.Type.Group, item.Type.Kind) switch
    {
        ("apps", _) or ("batch", "Job") or ("", "ReplicationController") => Labels.SelectorOf(item.Object),
        ("", "Service") => Labels.SelectorOf(item.Object) is { Length: > 0 } selector ? selector : null,
        _ => null,
    };

    // A watch without a version begins with what is there, so that a pod that came meanwhile is not missed.
    private static async Task<ObjectNode> FirstAsync(CommandContext context, string ns, string selector, TimeSpan patience)
    {
        await context.Out.FlushAsync(context.Cancellation);
        context.Terminal.Interruption.Guard();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limited.CancelAfter(patience);
        try
        {
            await foreach (var (type, pod) in WatchCommand.EventsAsync(await context.ServerAsync(), $"/api/v1/namespaces/{ns}/pods?labelSelector={Uri.EscapeDataString(selector)}&watch=true", "application/json", limited.Token))
            {
                if (type is "ADDED" or "MODIFIED") { return (ObjectNode)pod; }
            }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException("timed out waiting for the condition"); }
        throw new CliException("watch closed before UntilWithoutRetry timeout");
    }

    /// <summary>The pods that a selector fits.</summary>
    public static async Task<IReadOnlyList<ObjectNode>> PodsAsync(CommandContext context, string ns, string selector)
    {
        var path = ns.Length > 0 ? $"/api/v1/namespaces/{ns}/pods" : "/api/v1/pods";
        IReadOnlyList<Node> list;
        try { list = await CliException.AfterAsync(Discoveries, async () => await (await context.ServerAsync()).ListAsync($"{path}?labelSelector={Uri.EscapeDataString(selector)}", context.Flags.Int("chunk-size"), context.Cancellation)); }
        catch (StatusException e) when (e.Is(StatusReason.BadRequest)) { throw ResourceReader.Unfound(e, "/v1, Resource=pods", selector, ""); }
        return [.. list.OfType<ObjectNode>()];
    }

    /// <summary>Whether a pod is ready.</summary>
    public static bool IsReady(Node pod) => (pod.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty).Any(static c => c.TextAt("type") == "Ready" && c.TextAt("status") == "True");

    /// <summary>The names of a pod's containers of a list (containers, initContainers, ephemeralContainers).</summary>
    public static IEnumerable<string> Containers(Node pod, string list = "containers") => (pod.At("spec", list) as ArrayNode ?? ArrayNode.Empty).Select(static c => c.TextAt("name") ?? "");

    /// <summary>The container to talk to: the one asked for, the annotated one, the first. Says so where there are several.</summary>
    /// <param name="context">The command.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="asked">The container's name; empty: whichever is meant.</param>
    /// <param name="isQuiet">Whether nothing is said of a choice.</param>
    /// <param name="isLenient">Whether an annotation that names no container is told of and passed over.</param>
    /// <param name="told">Where a choice is told of; null: where failures are.</param>
    /// <exception cref="CliException">There is no such container.</exception>
    public static string Container(CommandContext context, Node pod, string asked, bool isQuiet = false, bool isLenient = false, TextWriter? told = null)
    {
        var all = Containers(pod).ToArray();
        var known = all.Concat(Containers(pod, "initContainers")).Concat(Containers(pod, "ephemeralContainers"));
        if (asked.Length == 0 && pod.TextAt("metadata", "annotations", "kubectl.kubernetes.io/default-container") is { Length: > 0 } chosen)
        {
            if (!isLenient || known.Contains(chosen)) { asked = chosen; }
            else { context.Error.WriteLine($"Default container name \"{chosen}\" not found in pod {pod.TextAt("metadata", "name")}"); }
        }
        var named = all.Concat(Containers(pod, "ephemeralContainers").Select(static e => $"{e} (ephem)")).Concat(Containers(pod, "initContainers").Select(static i => $"{i} (init)"));
        if (asked.Length > 0)
        {
            return known.Contains(asked) ? asked
                : throw new CliException($"container {asked} is not valid for pod {pod.TextAt("metadata", "name")} out of: {string.Join(", ", named)}");
        }
        if (named.Count() > 1 && !isQuiet)
        {
            (told ?? context.Error).WriteLine($"Defaulted container \"{all[0]}\" out of: {string.Join(", ", named)}");
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
