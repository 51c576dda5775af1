using System.Globalization;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl scale, autoscale.</summary>
internal static class ScaleCommand
{
    /// <summary>scale</summary>
    public static Command Scale { get; } = new("scale", "Set the number of replicas", "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)", RunAsync) { Required = ["replicas"], Checks = [Check.DryRun, Check.Format, Check.Connection] };

    /// <summary>autoscale</summary>
    public static Command Autoscale { get; } = new("autoscale", "Make an autoscaler", "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]", AutoscaleAsync) { Required = ["max"] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var (replicas, current, version) = (context.Flags.Int("replicas"), context.Flags.Int("current-replicas"), context.Flags.Text("resource-version"));
        if (replicas < 0) { throw new CliException("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"); }
        if (current < -1) { throw new CliException("The --current-replicas must specify an integer of -1 or greater"); }
        var selection = await context.SelectionAsync() with { IsAll = false };
        var reader = await context.ReaderAsync();
        // Compat: what files name is scaled without a look at it.
        var items = selection.HasFiles && selection.Words.Count == 0 ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: context.Flags.Bool("all"), context.Cancellation);
        if (version.Length > 0 && items.Count > 1) { throw new CliException("cannot use --resource-version with multiple resources"); }
        reader.RequireSome(items, "scale");
        foreach (var item in items) { await ScaleAsync(context, item, replicas, current, version); }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task ScaleAsync(CommandContext context, ResourceItem item, long replicas, long current, string version)
    {
        var (server, path) = (await context.ServerAsync(), item.Path + "/scale");
        // Compat: only of these groups it is known where the number stands.
        var changed = item.Type.Group is "apps" or "" ? context.Recorded((ObjectNode)item.Object.With(["spec", "replicas"], replicas)) : context.Recorded(item.Object);
        if (context.DryRun() != "client")
        {
            if (current != -1 || version.Length > 0)
            {
                var scale = (ObjectNode)await server.GetAsync(path, context.Cancellation);
                if (current != -1 && scale.Number("spec", "replicas") is var now && now != current) { throw new CliException($"Expected replicas to be {current}, was {now}"); }
                if (version.Length > 0 && scale.Text("metadata", "resourceVersion") is var found && found != version) { throw new CliException($"Expected resource version to be {version}, was {found}"); }
                await server.CallAsync(HttpMethod.Put, path + context.ChangeQuery(""), scale.With(["spec", "replicas"], replicas).ToUtf8(), "application/json", context.Cancellation);
            }
            else { await server.CallAsync(HttpMethod.Patch, path + context.ChangeQuery(""), ObjectNode.Of(("spec", ObjectNode.Of(("replicas", replicas)))).ToUtf8(), Patches.MergeType, context.Cancellation); }
            if (context.Flags.Duration("timeout") != TimeSpan.Zero && context.DryRun() == "none") { await WaitAsync(context, item, replicas); }
            if (context.ChangeCause.Length > 0) { await server.CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-scale"), context.Recorded(ObjectNode.Empty).ToUtf8(), Patches.MergeType, context.Cancellation); }
        }
        context.Report(changed, "scaled");
    }

    private static async Task WaitAsync(CommandContext context, ResourceItem item, long replicas)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (context.Flags.Duration("timeout") is { Ticks: > 0 } timeout) { limited.CancelAfter(timeout); }
        else { await limited.CancelAsync(); }
        var server = await context.ServerAsync();
        try
        {
            while (true)
            {
                var scale = await server.GetAsync(item.Path + "/scale", limited.Token);
                // Somebody else has scaled it since: that is not waited for.
                if (scale.Number("spec", "replicas") != replicas || scale.Number("status", "replicas") == replicas) { return; }
                await Task.Delay(TimeSpan.FromMilliseconds(500), context.Terminal.Time, limited.Token);
            }
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
