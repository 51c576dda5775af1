using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl taint, cordon, uncordon, drain.</summary>
internal static class NodeCommands
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    /// <summary>taint</summary>
    public static Command Taint { get; } = new("taint", "Change the taints of nodes", "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N", TaintAsync);
    /// <summary>cordon</summary>
    public static Command Cordon { get; } = new("cordon", "Keep new pods from a node", "NODE", c => CordonAsync(c, isOn: true));
    /// <summary>uncordon</summary>
    public static Command Uncordon { get; } = new("uncordon", "Let new pods on a node again", "NODE", c => CordonAsync(c, isOn: false));
    /// <summary>drain</summary>
    public static Command Drain { get; } = new("drain", "Move the pods of a node elsewhere", "NODE", DrainAsync);

    private static async Task<IReadOnlyList<ResourceItem>> NodesAsync(CommandContext context, IReadOnlyList<string> names)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(await context.SelectionAsync(["nodes", .. names]), allowsAllOfType: false, context.Cancellation);
        reader.ThrowFailures();
        return items;
    }

    private static async Task<int> TaintAsync(CommandContext context)
    {
        var at = context.Arguments.ToList().FindIndex(static a => a.Contains(':', StringComparison.Ordinal) || a.EndsWith('-'));
        if (at < 0) { throw new CliException(context.Arguments.Count == 0 ? "one or more resources must be specified as <resource> <name>" : "at least one taint update is required"); }
        if (context.Arguments[0] is not ("node" or "nodes" or "no")) { throw new CliException($"invalid resource type {context.Arguments[0]}, only node types are supported"); }
        var specs = context.Arguments.Skip(at).Select(Parse).ToArray();
        foreach (var item in await NodesAsync(context, [.. context.Arguments.Skip(1).Take(at - 1)]))
        {
            var taints = item.Object.Items("spec", "taints").ToList();
            foreach (var (key, value, effect, isRemoval) in specs)
            {
                bool Same(Node t) => t.Text("key") == key && (effect.Length == 0 || t.Text("effect") == effect);
                if (isRemoval) { if (taints.RemoveAll(Same) == 0) { throw new CliException($"taint \"{key}{(effect.Length > 0 ? $":{effect}" : "")}\" not found"); } continue; }
                if (taints.FindIndex(Same) is >= 0 and var there)
                {
                    if (!context.Flags.Bool("overwrite")) { throw new CliException($"node {item.Name} already has {key} taint(s) with same effect(s) and --overwrite is false"); }
                    taints.RemoveAt(there);
                }
                taints.Insert(0, ObjectNode.Of(("key", key), ("value", value.Length > 0 ? value : null), ("effect", effect)));
            }
            var done = specs.All(static s => s.IsRemoval) ? "untainted" : specs.Any(static s => s.IsRemoval) ? "modified" : "tainted";
            var patch = ObjectNode.Of(("spec", ObjectNode.Of(("taints", taints.Count > 0 ? new ArrayNode([.. taints]) : NullNode.Instance))));
            Node changed = context.DryRun() == "client" ? item.Object : await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-taint"), patch.ToUtf8(), Patches.MergeType, context.Cancellation);
            context.Report(changed, done, isTyped: true);
        }
        return 0;
    }

    private static (string Key, string Value, string Effect, bool IsRemoval) Parse(string text)
    {
        var isRemoval = text.EndsWith('-');
        var body = isRemoval ? text[..^1] : text;
        var parts = body.Split(':', 2);
        var pair = parts[0].Split('=', 2);
        var effect = parts.Length > 1 ? parts[1] : "";
        if (effect.Length > 0 && effect is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute")) { throw CliException.Usage($"invalid taint effect: {effect}, unsupported taint effect"); }
        if (!isRemoval && effect.Length == 0) { throw new CliException($"invalid taint spec: {text}"); }
        return (pair[0], pair.Length > 1 ? pair[1] : "", effect, isRemoval);
    }

    private static async Task<int> CordonAsync(CommandContext context, bool isOn)
    {
        if (context.Arguments.Count == 0 && context.Flags.Text("selector").Length == 0) { throw CliException.Usage($"USAGE: {(isOn ? "cordon" : "uncordon")} NODE [flags]"); }
        foreach (var node in await NodesAsync(context, context.Arguments)) { await SetAsync(context, node, isOn); }
        return 0;
    }

    private static async Task SetAsync(CommandContext context, ResourceItem node, bool isOn)
    {
        var word = isOn ? "cordoned" : "uncordoned";
        var suffix = context.DryRun() switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };
        if (node.Object.At("spec", "unschedulable") is BooleanNode { Value: true } == isOn) { context.Out.WriteLine($"node/{node.Name} already {word}{suffix}"); return; }
        if (context.DryRun() != "client")
        {
            var patch = ObjectNode.Of(("spec", ObjectNode.Of(("unschedulable", isOn ? true : NullNode.Instance))));
            await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, node.Path + context.ChangeQuery(""), patch.ToUtf8(), Patches.StrategicType, context.Cancellation);
        }
        context.Out.WriteLine($"node/{node.Name} {word}{suffix}");
    }

    private static async Task<int> DrainAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0 && context.Flags.Text("selector").Length == 0) { throw CliException.Usage("USAGE: drain NODE [flags]"); }
        foreach (var node in await NodesAsync(context, context.Arguments))
        {
            await SetAsync(context, node, isOn: true);
            await DrainOneAsync(context, node);
            context.Out.WriteLine($"node/{node.Name} drained{(context.DryRun() == "none" ? "" : $" ({(context.DryRun() == "server" ? "server " : "")}dry run)")}");
        }
        return 0;
    }

    private static async Task DrainOneAsync(CommandContext context, ResourceItem node)
    {
        var server = await context.ServerAsync();
        var query = $"?fieldSelector=spec.nodeName%3D{node.Name}{(context.Flags.Text("pod-selector") is { Length: > 0 } labels ? $"&labelSelector={Uri.EscapeDataString(labels)}" : "")}";
        var pods = (await server.GetAsync("/api/v1/pods" + query, context.Cancellation)).Items("items").Cast<ObjectNode>().Where(static p => p.Text("metadata", "annotations", MirrorAnnotation).Length == 0).ToArray();
        var plan = Plan(context, pods);
        if (plan.Errors.Count > 0)
        {
            throw new CliException($"unable to drain node \"{node.Name}\" due to error: [{string.Join(", ", plan.Errors)}], continuing command...\nThere are pending nodes to be drained:\n {node.Name}\n{string.Join('\n', plan.Errors)}");
        }
        foreach (var warning in plan.Warnings) { context.Error.WriteLine($"Warning: {warning}"); }
        if (context.DryRun() == "client") { return; }
        var timeout = context.Flags.Duration("timeout");
        var limit = timeout > TimeSpan.Zero ? timeout : TimeSpan.FromDays(1);
        var type = new ResourceType("", "v1", "pods", "Pod", true);
        foreach (var pod in plan.Evicted) { await EvictAsync(context, pod, limit); }
        foreach (var pod in plan.Evicted)
        {
            await DeleteCommand.WaitGoneAsync(context, server, new ResourceItem(type, pod.Text("metadata", "namespace"), pod.Text("metadata", "name"), pod), limit);
            context.Out.WriteLine($"pod/{pod.Text("metadata", "name")} evicted");
        }
    }

    /// <summary>Which pods go, and what stands against it. Pure but for the flags.</summary>
    private static (List<ObjectNode> Evicted, List<string> Errors, List<string> Warnings) Plan(CommandContext context, IReadOnlyList<ObjectNode> pods)
    {
        var (evicted, daemons, local, lone) = (new List<ObjectNode>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var pod in pods)
        {
            var name = $"{pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")}";
            var isOver = pod.Text("status", "phase") is "Succeeded" or "Failed";
            var controller = DescribeParts.Controller(pod);
            if (controller.StartsWith("DaemonSet/", StringComparison.Ordinal)) { daemons.Add(name); continue; }
            if (!isOver && pod.Items("spec", "volumes").Any(static v => v.At("emptyDir") is not null)) { local.Add(name); }
            if (!isOver && controller.Length == 0) { lone.Add(name); }
            evicted.Add(pod);
        }
        var (errors, warnings) = (new List<string>(), new List<string>());
        void Sort(List<string> names, bool isAllowed, string error, string warning)
        {
            if (names.Count == 0) { return; }
            (isAllowed ? warnings : errors).Add($"{(isAllowed ? warning : error)}: {string.Join(", ", names)}");
        }
        Sort(lone, context.Flags.Bool("force"), "cannot delete Pods that declare no controller (use --force to override)", "deleting Pods that declare no controller");
        Sort(daemons, context.Flags.Bool("ignore-daemonsets"), "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)", "ignoring DaemonSet-managed Pods");
        Sort(local, context.Flags.Bool("delete-emptydir-data"), "cannot delete Pods with local storage (use --delete-emptydir-data to override)", "deleting Pods with local storage");
        return (evicted, errors, warnings.Where(static w => !w.StartsWith("deleting Pods with local", StringComparison.Ordinal)).ToList());
    }

    private static async Task EvictAsync(CommandContext context, ObjectNode pod, TimeSpan limit)
    {
        var server = await context.ServerAsync();
        var (ns, name) = (pod.Text("metadata", "namespace"), pod.Text("metadata", "name"));
        context.Out.WriteLine($"evicting pod {ns}/{name}");
        await context.Out.FlushAsync(context.Cancellation);
        var grace = context.Flags.Int("grace-period");
        var options = ObjectNode.Of(("gracePeriodSeconds", grace >= 0 ? grace : null), ("dryRun", context.DryRun() == "server" ? ArrayNode.Of("All") : null));
        var eviction = ObjectNode.Of(("apiVersion", "policy/v1"), ("kind", "Eviction"), ("metadata", ObjectNode.Of(("name", name), ("namespace", ns))), ("deleteOptions", options));
        var until = context.Now + limit;
        while (true)
        {
            try
            {
                if (context.Flags.Bool("disable-eviction")) { await server.CallAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/pods/{name}", options.ToUtf8(), "application/json", context.Cancellation); }
                else { await server.CallAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/pods/{name}/eviction", eviction.ToUtf8(), "application/json", context.Cancellation); }
                return;
            }
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return; }
            catch (StatusException e) when (e.Status.Code == 429 && context.Now < until)
            {
                context.Error.WriteLine($"error when evicting pods/\"{name}\" -n \"{ns}\" (will retry after 5s): {e.Message}");
                await Task.Delay(TimeSpan.FromSeconds(5), context.Terminal.Time, context.Cancellation);
            }
        }
    }
}
