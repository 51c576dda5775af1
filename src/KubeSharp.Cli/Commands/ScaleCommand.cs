using System.Globalization;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl scale, autoscale.</summary>
internal static class ScaleCommand
{
    /// <summary>scale</summary>
    public static Command Scale { get; } = new("scale", "Set the number of replicas", "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)", RunAsync) { Required = ["replicas"] };

    /// <summary>autoscale</summary>
    public static Command Autoscale { get; } = new("autoscale", "Make an autoscaler", "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]", AutoscaleAsync) { Required = ["max"] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var replicas = context.Flags.Int("replicas");
        if (replicas < 0) { throw new CliException($"The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"); }
        var selection = await context.SelectionAsync();
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException("You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'"); }
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        reader.RequireSome(items, "scale");
        if (context.Flags.Text("resource-version").Length > 0 && items.Count > 1) { throw new CliException("cannot use --resource-version with multiple resources"); }
        foreach (var item in items)
        {
            var server = await context.ServerAsync();
            if (context.Flags.Int("current-replicas") is >= 0 and var current)
            {
                var now = (await server.GetAsync(item.Path + "/scale", context.Cancellation)).At("spec", "replicas") is NumberNode n ? n.Integer : 0;
                if (now != current) { throw new CliException($"Expected replicas to be {current}, was {now}"); }
            }
            var (wantedVersion, version) = (context.Flags.Text("resource-version"), item.Object.TextAt("metadata", "resourceVersion") ?? "");
            if (wantedVersion.Length > 0 && wantedVersion != version) { throw new CliException($"Expected resource version to be {wantedVersion}, was {version}"); }
            // What a dry run prints is scaled too.
            Node changed = context.DryRun() == "none" ? item.Object : item.Object.With(["spec", "replicas"], replicas);
            if (context.DryRun() != "client")
            {
                var patch = ObjectNode.Of(("spec", ObjectNode.Of(("replicas", replicas))), ("metadata", context.Flags.Text("resource-version") is { Length: > 0 } wanted ? ObjectNode.Of(("resourceVersion", wanted)) : null));
                await server.CallAsync(HttpMethod.Patch, item.Path + "/scale" + context.ChangeQuery(""), patch.ToUtf8(), Patches.MergeType, context.Cancellation);
                if (context.ChangeCause.Length > 0) { await server.CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-scale"), context.Recorded(ObjectNode.Empty).ToUtf8(), Patches.MergeType, context.Cancellation); }
                if (context.Printer() is not null && context.DryRun() == "none") { changed = await server.GetAsync(item.Path, context.Cancellation); }
                if (context.Flags.Duration("timeout") > TimeSpan.Zero && context.DryRun() == "none") { await WaitAsync(context, item, replicas); }
            }
            context.Report(changed, "scaled");
        }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task WaitAsync(CommandContext context, ResourceItem item, long replicas)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limited.CancelAfter(context.Flags.Duration("timeout"));
        var server = await context.ServerAsync();
        try
        {
            while ((await server.GetAsync(item.Path + "/scale", limited.Token)).At("status", "replicas") is not NumberNode n || n.Integer != replicas) { await Task.Delay(TimeSpan.FromMilliseconds(500), context.Terminal.Time, limited.Token); }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException($"timed out waiting for \"{item.Name}\" to be synced"); }
    }

    private static async Task<int> AutoscaleAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (flags.Int("max") < 1) { throw new CliException("--max=MAXPODS is required and must be at least 1, max: " + flags.Int("max")); }
        if (flags.Int("max") < flags.Int("min")) { throw new CliException($"--max=MAXPODS must be larger or equal to --min=MINPODS, max: {flags.Int("max")}, min: {flags.Int("min")}"); }
        if (flags.Int("cpu-percent") > 0 && flags.Text("cpu").Length > 0) { throw new CliException("--cpu-percent and --cpu are mutually exclusive"); }
        Metric("cpu", flags.Text("cpu"));
        Metric("memory", flags.Text("memory"));
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync();
        var items = selection.HasFiles ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        reader.RequireSome(items, "autoscale");
        foreach (var item in items) { await reader.VisitAsync(item, i => AutoscaleOneAsync(context, i)); }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task AutoscaleOneAsync(CommandContext context, ResourceItem item)
    {
        var flags = context.Flags;
        await CheckScaleAsync(context, item);
        var metrics = new List<Node>();
        if (Metric("cpu", flags.Text("cpu").Length > 0 ? flags.Text("cpu") : flags.Int("cpu-percent") is > 0 and var percent ? $"{percent}%" : "") is { } cpu) { metrics.Add(cpu); }
        if (Metric("memory", flags.Text("memory")) is { } memory) { metrics.Add(memory); }
        var content = ObjectNode.Of(("kind", "HorizontalPodAutoscaler"), ("apiVersion", "autoscaling/v2"), ("metadata", ObjectNode.Of(("name", flags.Text("name") is { Length: > 0 } name ? name : item.Name))),
            ("spec", ObjectNode.Of(("scaleTargetRef", ObjectNode.Of(("kind", item.Type.Kind), ("name", item.Name), ("apiVersion", item.Type.ApiVersion))),
                ("minReplicas", flags.Int("min") > 0 ? flags.Int("min") : null), ("maxReplicas", flags.Int("max")), ("metrics", metrics.Count > 0 ? new ArrayNode([.. metrics]) : null))),
            ("status", ObjectNode.Of(("desiredReplicas", 0), ("currentMetrics", NullNode.Instance))));
        try { await CreateCommand.SubmitAsync(context, content, context.DryRun() == "client" ? "created" : "autoscaled", "kubectl-autoscale"); }
        // Compat: upstream falls back to autoscaling/v1, and tells only why that is not possible.
        catch (Exception e) when (e is CliException or Machinery.Statuses.StatusException && !FitsOldVersion(flags))
        {
            throw new CliException($"failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: {(flags.Text("cpu").Length == 0 ? "empty input" : "%!w(<nil>)")}");
        }
    }

    // Whether autoscaling/v1 could say the same.
    private static bool FitsOldVersion(Flags.FlagValues flags) => flags.Text("cpu").Length > 0 && flags.Text("memory").Length == 0 && (flags.Int("cpu-percent") >= 0 || flags.Text("cpu").EndsWith('%'));

    private static async Task CheckScaleAsync(CommandContext context, ResourceItem item)
    {
        var types = await (await context.MapperAsync()).AllAsync(context.Cancellation);
        if (types.FirstOrDefault(t => (t.Group, t.Version, t.Plural) == (item.Type.Group, item.Type.Version, item.Type.Plural))?.Subresources.Contains("scale") != true)
        {
            throw new CliException($"cannot autoscale a {item.Type.Kind}: could not find scale subresource for {item.Type.Group}/{item.Type.Version}, Resource={item.Type.Plural} in discovery information");
        }
    }

    // A plain number means thousandths of a core, or mebibytes.
    private static string Amount(string resource, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) { return number.ToString(CultureInfo.InvariantCulture) + (resource == "cpu" ? "m" : "Mi"); }
        return Machinery.Quantities.Quantity.TryParse(text, out var quantity) ? quantity.ToString() : throw new CliException($"invalid resource {resource} value: {text}");
    }

    private static ObjectNode? Metric(string resource, string target)
    {
        if (target.Length == 0) { return null; }
        var value = target.EndsWith('%')
            ? ObjectNode.Of(("type", "Utilization"), ("averageUtilization", int.TryParse(target[..^1], CultureInfo.InvariantCulture, out var percent) && percent >= 0 ? percent : throw new CliException($"invalid percentage value: {target[..^1]}")))
            : ObjectNode.Of(("type", "AverageValue"), ("averageValue", Amount(resource, target.Trim())));
        return ObjectNode.Of(("type", "Resource"), ("resource", ObjectNode.Of(("name", resource), ("target", value))));
    }
}
