using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl top, from the metrics API.</summary>
internal static class TopCommand
{
    private const string Group = "metrics.k8s.io";
    private const string Api = $"/apis/{Group}/v1beta1";
    private const string Unknown = "<unknown>";
    private const string NotYet = "metrics not available yet";
    private const int CreationDelayMinutes = 2;

    /// <summary>top</summary>
    public static Command Top { get; } = new("top", "Show what nodes and pods use", "[flags]", null) { MeantBy = ["stats"] };
    /// <summary>top node</summary>
    public static Command Nodes { get; } = new("top node", "Show what nodes use", "[NAME | -l label]", NodesAsync) { Aliases = ["nodes", "no"] };
    /// <summary>top pod</summary>
    public static Command Pods { get; } = new("top pod", "Show what pods use", "[NAME | -l label]", PodsAsync) { Aliases = ["pods", "po"] };

    private static async Task<int> NodesAsync(CommandContext context)
    {
        var (flags, name) = (context.Flags, Name(context, "node", "--selector"));
        CheckSelectors(flags);
        var metrics = await MetricsAsync(context, $"{Api}/nodes", name);
        if (metrics.Count == 0) { throw new CliException(NotYet); }
        var nodes = (await ReadAsync(context, "/api/v1/nodes", name)).ToDictionary(static n => n.Text("metadata", "name"), StringComparer.Ordinal);
        var resources = Resources(context);
        var table = new TextTable(padsLast: true);
        if (!flags.Bool("no-headers")) { table.Add(["NAME", .. resources.SelectMany(static r => new[] { Heading(r), $"{r.ToUpperInvariant()}(%)" })]); }
        foreach (var m in Sorted(metrics, flags.Text("sort-by"), static m => m.At("usage")))
        {
            nodes.Remove(m.Text("metadata", "name"), out var node);
            var has = node?.At("status", flags.Bool("show-capacity") ? "capacity" : "allocatable");
            table.Add([m.Text("metadata", "name"), .. resources.SelectMany(r => r == "swap" ? SwapOf(m, node) : Usage(m.At("usage"), r, Amount(has, r)))]);
        }
        foreach (var silent in nodes.Keys) { table.Add([silent, .. resources.SelectMany(static _ => new[] { Unknown, Unknown })]); }
        table.Flush(context.Out);
        return 0;
    }

    private static void CheckSelectors(Flags.FlagValues flags)
    {
        try
        {
            LabelSelector.Parse(flags.Text("selector"));
            FieldSelector.Parse(flags.Text("field-selector"));
        }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    private static async Task<int> PodsAsync(CommandContext context)
    {
        var (flags, name) = (context.Flags, Name(context, "pod", "selector"));
        CheckSelectors(flags);
        var isAll = flags.Bool("all-namespaces");
        var ns = await context.NamespaceAsync();
        var metrics = await MetricsAsync(context, isAll ? $"{Api}/pods" : $"{Api}/namespaces/{ns}/pods", name);
        if (metrics.Count == 0)
        {
            CheckAges(context, await ReadAsync(context, $"/api/v1/namespaces/{ns}/pods", name));
            context.Error.WriteLine(isAll ? "No resources found" : $"No resources found in {ns} namespace.");
            return 0;
        }
        var (resources, withContainers, by) = (Resources(context), flags.Bool("containers"), flags.Text("sort-by"));
        var table = new TextTable(padsLast: true);
        string[] headings = flags.Bool("no-headers") ? [] : [.. isAll ? ["NAMESPACE"] : Array.Empty<string>(), .. withContainers ? ["POD"] : Array.Empty<string>(), "NAME", .. resources.Select(Heading)];
        if (headings.Length > 0) { table.Add(headings); }
        foreach (var m in Sorted(metrics, by, m => Total([m], resources), isAll))
        {
            string[] place = [.. isAll ? [m.Text("metadata", "namespace")] : Array.Empty<string>(), m.Text("metadata", "name")];
            if (!withContainers) { table.Add([.. place, .. Usages(Total([m], resources), resources)]); continue; }
            foreach (var part in Sorted(m.Items("containers"), by, static c => c.At("usage"))) { table.Add([.. place, part.Text("name"), .. Usages(part.At("usage"), resources)]); }
        }
        if (flags.Bool("sum"))
        {
            // Compat: without a heading the sum stands as if there were neither namespaces nor containers.
            var width = headings.Length > 0 ? headings.Length : resources.Count + 1;
            table.Add([.. Enumerable.Repeat("", width - 2), "________", "________"]);
            table.Add([.. Enumerable.Repeat("", width - 2), .. Usages(Total(metrics, resources), resources)]);
        }
        table.Flush(context.Out);
        return 0;
    }

    private static string Name(CommandContext context, string what, string selectors)
    {
        if (context.Arguments.Count > 1) { throw CliException.Usage($"{what} [NAME | -l label]"); }
        if (context.Flags.Text("sort-by") is not ("" or "cpu" or "memory")) { throw new CliException("--sort-by accepts only cpu or memory"); }
        var name = context.Arguments.FirstOrDefault() ?? "";
        return name.Length > 0 && (context.Flags.Text("selector") + context.Flags.Text("field-selector")).Length > 0 ? throw new CliException($"only one of NAME or {selectors} can be provided") : name;
    }

    private static async Task<IReadOnlyList<Node>> MetricsAsync(CommandContext context, string path, string name)
    {
        try
        {
            if (!(await (await context.MapperAsync()).FreshAsync(context.Cancellation)).Any(static r => r.Group == Group)) { throw new CliException("Metrics API not available"); }
        }
        catch (CliException e) when (e.Unreached.Length > 0) { throw e.After(discoveries: 0); }
        return await ReadAsync(context, path, name);
    }

    private static async Task<IReadOnlyList<Node>> ReadAsync(CommandContext context, string path, string name)
    {
        var selection = new Selection { LabelSelector = context.Flags.Text("selector"), FieldSelector = context.Flags.Text("field-selector"), ChunkSize = 0 };
        var answer = await (await context.ServerAsync()).GetAsync(name.Length > 0 ? $"{path}/{name}" : path + ResourceReader.Query(selection), context.Cancellation);
        return name.Length > 0 ? [answer] : [.. answer.Items("items")];
    }

    // Pods that are new have no metrics yet; others should.
    private static void CheckAges(CommandContext context, IReadOnlyList<Node> pods)
    {
        foreach (var pod in pods)
        {
            var age = DateTimeOffset.TryParse(pod.Text("metadata", "creationTimestamp"), System.Globalization.CultureInfo.InvariantCulture, out var made) ? context.Now - made : TimeSpan.Zero;
            if (age > TimeSpan.FromMinutes(CreationDelayMinutes)) { throw new CliException($"Metrics not available for pod {pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")}, age: {Flags.GoDuration.Format(age)}"); }
        }
        if (pods.Count > 0) { throw new CliException(NotYet); }
    }

    private static IReadOnlyList<string> Resources(CommandContext context) => context.Flags.Bool("show-swap") ? ["cpu", "memory", "swap"] : ["cpu", "memory"];

    private static string Heading(string resource) => resource == "cpu" ? "CPU(cores)" : $"{resource.ToUpperInvariant()}(bytes)";

    private static IEnumerable<string> Usages(Node? usage, IEnumerable<string> resources) => resources.Select(r => Shown(r, Amount(usage, r) ?? Quantity.Zero));

    private static IEnumerable<string> Usage(Node? usage, string resource, Quantity? has)
    {
        var used = Amount(usage, resource) ?? Quantity.Zero;
        yield return Shown(resource, used);
        if (has is { } all) { yield return $"{(long)(all.Sign == 0 ? 0 : (double)used.MilliValue / all.MilliValue * 100)}%"; }
    }

    private static IEnumerable<string> SwapOf(Node metric, Node? node) => node?.At("status", "nodeInfo", "swap", "capacity") is NumberNode capacity
        ? Usage(metric.At("usage"), "swap", Quantity.Parse(capacity.ToString())) : node is null ? Usage(metric.At("usage"), "swap", null) : [Unknown, Unknown];

    private static string Shown(string resource, Quantity amount) => resource == "cpu" ? $"{amount.MilliValue}m" : $"{amount.Value >> 20}Mi";

    private static Node Total(IEnumerable<Node> metrics, IEnumerable<string> resources) => ObjectNode.Of([.. resources.Select(r =>
        (r, (Node?)metrics.SelectMany(static m => m.Items("containers")).Aggregate(Quantity.Zero, (sum, c) => sum + (Amount(c.At("usage"), r) ?? Quantity.Zero)).ToString()))]);

    private static IEnumerable<Node> Sorted(IEnumerable<Node> metrics, string by, Func<Node, Node?> usage, bool byNamespace = false) => by.Length > 0
        ? metrics.OrderByDescending(m => Amount(usage(m), by) ?? Quantity.Zero)
        : metrics.OrderBy(m => byNamespace ? m.Text("metadata", "namespace") : "", StringComparer.Ordinal).ThenBy(static m => m.TextOr(m.Text("name"), "metadata", "name"), StringComparer.Ordinal);

    private static Quantity? Amount(Node? amounts, string resource) => Quantity.TryParse(amounts.Text(resource), out var q) ? q : null;
}
