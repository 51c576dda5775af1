using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl top, from the metrics API.</summary>
internal static class TopCommand
{
    private const string Api = "/apis/metrics.k8s.io/v1beta1";

    private const string Missing = "Metrics API not available";

    /// <summary>top</summary>
    public static Command Top { get; } = new("top", "Show what nodes and pods use", "[flags]", null) { MeantBy = ["stats"] };
    /// <summary>top node</summary>
    public static Command Nodes { get; } = new("top node", "Show what nodes use", "[NAME | -l label]", NodesAsync) { Aliases = ["nodes", "no"] };
    /// <summary>top pod</summary>
    public static Command Pods { get; } = new("top pod", "Show what pods use", "[NAME | -l label]", PodsAsync) { Aliases = ["pods", "po"] };

    private static async Task<IReadOnlyList<Node>> MetricsAsync(CommandContext context, string path, string name)
    {
        try
        {
            var selector = context.Flags.Text("selector");
            var answer = await (await context.ServerAsync()).GetAsync(name.Length > 0 ? $"{path}/{name}" : path + (selector.Length > 0 ? $"?labelSelector={Uri.EscapeDataString(selector)}" : ""), context.Cancellation);
            return name.Length > 0 ? [answer] : [.. answer.Items("items")];
        }
        catch (StatusException e) when (e.Status.Code is 404 or 503 && e.Status.Name.Length == 0) { throw new CliException(Missing); }
        // Compat: who may not read metrics that are not there at all is told that.
        catch (StatusException e) when (e.Is(StatusReason.Forbidden))
        {
            var isThere = (await (await context.MapperAsync()).AllAsync(context.Cancellation)).Any(static r => r.Group == "metrics.k8s.io");
            throw isThere ? e : new CliException(Missing);
        }
    }

    private static string Name(CommandContext context) => context.Arguments.Count <= 1 ? context.Arguments.FirstOrDefault() ?? "" : throw CliException.Usage($"unexpected arguments: [{string.Join(' ', context.Arguments)}]");

    private static async Task<int> NodesAsync(CommandContext context)
    {
        var metrics = await MetricsAsync(context, $"{Api}/nodes", Name(context));
        var nodes = (await (await context.ServerAsync()).GetAsync("/api/v1/nodes", context.Cancellation)).Items("items").ToDictionary(static n => n.Text("metadata", "name"), StringComparer.Ordinal);
        var capacity = context.Flags.Bool("show-capacity") ? "capacity" : "allocatable";
        var table = new TextTable();
        if (!context.Flags.Bool("no-headers")) { table.Add(["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"]); }
        foreach (var m in Sorted(metrics, context.Flags.Text("sort-by"), static m => m))
        {
            var name = m.Text("metadata", "name");
            var node = nodes.GetValueOrDefault(name);
            var (cpu, memory) = (Amount(m.At("usage"), "cpu"), Amount(m.At("usage"), "memory"));
            table.Add([name, $"{cpu.MilliValue}m", Share(cpu, Amount(node?.At("status", capacity), "cpu")), $"{memory.Value >> 20}Mi", Share(memory, Amount(node?.At("status", capacity), "memory"))]);
        }
        table.Flush(context.Out);
        return 0;
    }

    private static async Task<int> PodsAsync(CommandContext context)
    {
        var (flags, name) = (context.Flags, Name(context));
        var isAll = flags.Bool("all-namespaces");
        var metrics = await MetricsAsync(context, isAll ? $"{Api}/pods" : $"{Api}/namespaces/{await context.NamespaceAsync()}/pods", name);
        if (metrics.Count == 0) { context.Error.WriteLine(isAll ? "No resources found" : $"No resources found in {await context.NamespaceAsync()} namespace."); return 0; }
        var withContainers = flags.Bool("containers");
        var table = new TextTable();
        if (!flags.Bool("no-headers")) { table.Add([.. isAll ? new[] { "NAMESPACE" } : [], .. withContainers ? new[] { "POD", "NAME" } : ["NAME"], "CPU(cores)", "MEMORY(bytes)"]); }
        var (cpuSum, memorySum) = (Quantity.Zero, Quantity.Zero);
        foreach (var m in Sorted(metrics, flags.Text("sort-by"), Total))
        {
            string[] space = isAll ? [m.Text("metadata", "namespace")] : [];
            foreach (var part in withContainers ? m.Items("containers") : [ObjectNode.Of(("usage", Total(m)))])
            {
                var (cpu, memory) = (Amount(part.At("usage"), "cpu"), Amount(part.At("usage"), "memory"));
                (cpuSum, memorySum) = (cpuSum + cpu, memorySum + memory);
                table.Add([.. space, m.Text("metadata", "name"), .. withContainers ? new[] { part.Text("name") } : [], $"{cpu.MilliValue}m", $"{memory.Value >> 20}Mi"]);
            }
        }
        if (flags.Bool("sum"))
        {
            string[] pad = [.. Enumerable.Repeat("", (isAll ? 1 : 0) + (withContainers ? 1 : 0))];
            table.Add([.. pad, "", "________", "________"]);
            table.Add([.. pad, "", $"{cpuSum.MilliValue}m", $"{memorySum.Value >> 20}Mi"]);
        }
        table.Flush(context.Out);
        return 0;
    }

    private static Node Total(Node metric) => ObjectNode.Of(
        ("cpu", metric.Items("containers").Aggregate(Quantity.Zero, static (s, c) => s + Amount(c.At("usage"), "cpu")).ToString()),
        ("memory", metric.Items("containers").Aggregate(Quantity.Zero, static (s, c) => s + Amount(c.At("usage"), "memory")).ToString()));

    private static IEnumerable<Node> Sorted(IReadOnlyList<Node> metrics, string by, Func<Node, Node> usage) => by switch
    {
        "cpu" or "memory" => metrics.OrderByDescending(m => Amount(usage(m).At("usage") ?? usage(m), by)),
        "" => metrics.OrderBy(static m => m.Text("metadata", "namespace"), StringComparer.Ordinal).ThenBy(static m => m.Text("metadata", "name"), StringComparer.Ordinal),
        _ => throw new CliException("--sort-by accepts only cpu or memory"),
    };

    private static Quantity Amount(Node? amounts, string resource) => Quantity.TryParse(amounts.Text(resource), out var q) ? q : Quantity.Zero;

    private static string Share(Quantity used, Quantity all) => all.Sign > 0 ? $"{(long)(used.Double / all.Double * 100)}%" : "<unknown>";
}
