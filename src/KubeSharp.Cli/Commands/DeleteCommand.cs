using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl delete.</summary>
internal static class DeleteCommand
{
    /// <summary>delete</summary>
    public static Command Delete { get; } = new("delete", "Delete objects", "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])", RunAsync) { MeantBy = ["rm", "remove"], Checks = [Check.Cascade] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var (grace, raw, selection) = (Grace(context), flags.Text("raw"), await context.SelectionAsync());
        context.DryRun();
        if (raw.Length > 0)
        {
            Validate(context, grace);
            return await RawCall.RunAsync(context, HttpMethod.Delete, raw);
        }
        if (selection.IsAll && selection.LabelSelector.Length + selection.FieldSelector.Length > 0) { throw new CliException("setting 'all' parameter but found a non empty selector. "); }
        var reader = await context.ReaderAsync();
        await reader.CheckAsync(selection, context.Cancellation);
        Validate(context, grace);
        var isIgnoring = flags.IsSet("ignore-not-found") ? flags.Bool("ignore-not-found") : selection.HasSelector;
        var items = selection.HasFiles ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.NamedAsync(selection with { IgnoreNotFound = isIgnoring }, context.Cancellation);
        if (flags.Bool("interactive") && !await ConfirmAsync(context, reader, items)) { return 0; }
        var deleted = await DeleteAllAsync(context, reader, items, grace, isIgnoring);
        reader.ThrowFailures();
        if (items.Count == 0) { context.Out.WriteLine("No resources found"); }
        if (flags.Bool("wait") && context.DryRun() == "none") { await WaitAsync(context, deleted, flags.Duration("timeout")); }
        return 0;
    }

    /// <summary>Deletes one object.</summary>
    /// <param name="grace">Seconds; below zero: the kind's own.</param>
    /// <param name="cascade">background, foreground, orphan.</param>
    public static async Task<Node> DeleteOneAsync(CommandContext context, ServerConnection server, ResourceItem item, int grace, string cascade)
    {
        var policy = cascade.ToLowerInvariant() switch
        {
            "" or "background" or "true" => "Background",
            "foreground" => "Foreground",
            "orphan" or "false" => "Orphan",
            _ => throw new CliException($"invalid cascade value ({cascade}). Must be \"background\", \"foreground\", or \"orphan\""),
        };
        var options = ObjectNode.Of(("apiVersion", "v1"), ("kind", "DeleteOptions"), ("gracePeriodSeconds", grace < 0 ? null : (Node)grace), ("propagationPolicy", policy),
            ("dryRun", context.DryRun() == "server" ? ArrayNode.Of("All") : null));
        return await server.CallAsync(HttpMethod.Delete, item.Path, options.ToUtf8(), "application/json", context.Cancellation, isOfAnyKind: true);
    }

    /// <summary>Waits until an object is gone.</summary>
    /// <exception cref="CliException">It is still there after the time.</exception>
    public static async Task WaitGoneAsync(CommandContext context, ServerConnection server, ResourceItem item, TimeSpan limit)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limited.CancelAfter(limit);
        try
        {
            while (true)
            {
                var live = await server.GetAsync(item.Path, limited.Token);
                if (item.Object.TextAt("metadata", "uid") is { } uid && live.TextAt("metadata", "uid") != uid) { return; }
                var path = $"{item.Type.PathOf(item.Namespace)}?fieldSelector=metadata.name%3D{Uri.EscapeDataString(item.Name)}&watch=true&resourceVersion={live.TextAt("metadata", "resourceVersion")}";
                await foreach (var (type, _) in WatchCommand.EventsAsync(server, path, "application/json", limited.Token))
                {
                    if (type == "DELETED") { return; }
                }
            }
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException($"timed out waiting for the condition on {item.Type.Plural}/{item.Name}"); }
    }

    // Seconds to end in; below zero: the kind's own.
    private static int Grace(CommandContext context)
    {
        var (given, isForced) = ((int)context.Flags.Int("grace-period"), context.Flags.Bool("force"));
        if (context.Flags.Bool("now")) { return given != -1 ? throw new CliException("--now and --grace-period cannot be specified together") : 1; }
        return isForced && given < 0 ? 0 : !isForced && given == 0 ? 1 : given;
    }

    private static void Validate(CommandContext context, int grace)
    {
        var flags = context.Flags;
        if (flags.Text("output") is { Length: > 0 } output and not "name") { throw new CliException($"unexpected -o output mode: {output}. We only support '-o name'"); }
        Check.AllOrSome(context);
        if (flags.Bool("force") && grace > 0) { throw new CliException("--force and --grace-period greater than 0 cannot be specified together"); }
        if (flags.Bool("force")) { context.Terminal.Warn("Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely."); }
        if (flags.Text("raw").Length > 0 && flags.Bool("interactive")) { throw new CliException("--interactive can not be used with --raw"); }
    }

    private static async Task<bool> ConfirmAsync(CommandContext context, ResourceReader found, IReadOnlyList<ResourceItem> items)
    {
        found.ThrowFailures();
        if (items.Count == 0)
        {
            context.Out.WriteLine("No resources found");
            return false;
        }
        context.Out.WriteLine("You are about to delete the following " + items.Count + " resource(s):");
        foreach (var item in items) { context.Out.WriteLine(item.Type.IsNamespaced ? $"{item.Type.QualifiedSingular}/{item.Name}" : $"{item.Type.QualifiedSingular}/{item.Name}"); }
        context.Out.Write("Do you want to continue? (y/N): ");
        await context.Out.FlushAsync(context.Cancellation);
        using var reader = new StreamReader(context.Terminal.In, leaveOpen: true);
        var answer = await reader.ReadLineAsync(context.Cancellation) ?? "";
        if (string.Equals(answer.Trim(), "y", StringComparison.OrdinalIgnoreCase)) { return true; }
        context.Out.WriteLine("deletion is cancelled");
        return false;
    }

    /// <summary>Deletes objects and says so; what fails is told with the other failures.</summary>
    public static async Task<List<ResourceItem>> DeleteAllAsync(CommandContext context, ResourceReader reader, IReadOnlyList<ResourceItem> items, int grace, bool isIgnoring, bool warns = true)
    {
        var server = await context.ServerAsync();
        var deleted = new List<ResourceItem>();
        if (warns && context.Flags.IsSet("namespace") && !context.Flags.Bool("all-namespaces") && items.Any(static i => !i.Type.IsNamespaced)) { context.Terminal.Warn("deleting cluster-scoped resources, not scoped to the provided namespace"); }
        foreach (var item in items)
        {
            try
            {
                if (context.DryRun() != "client")
                {
                    var answer = await DeleteOneAsync(context, server, item, grace, context.Flags.Text("cascade"));
                    deleted.Add(item with { Object = answer.TextAt("kind") == "Status" ? (ObjectNode)item.Object.With(["metadata", "uid"], answer.At("details", "uid")) : (ObjectNode)answer });
                }
                Say(context, item, grace);
            }
            catch (StatusException e) when (e.Is(StatusReason.NotFound) && isIgnoring) { }
            catch (Exception e) when (e is StatusException or CliException { IsOfOne: true }) { reader.Failures.Add(CreateCommand.Located(e, "deleting", item)); }
        }
        return deleted;
    }

    private static void Say(CommandContext context, ResourceItem item, int grace)
    {
        if (context.Flags.Text("output") == "name") { context.Out.WriteLine(item.Display); return; }
        var suffix = context.DryRun() switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };
        var kind = item.Type.QualifiedSingular;
        var where = item.Type.IsNamespaced ? $" from {item.Namespace} namespace" : "";
        context.Tell($"{kind} \"{item.Name}\" {(grace == 0 ? "force deleted" : "deleted")}{where}{suffix}");
    }

    private static async Task WaitAsync(CommandContext context, List<ResourceItem> deleted, TimeSpan timeout)
    {
        await context.Out.FlushAsync(context.Cancellation);
        var server = await context.ServerAsync();
        foreach (var item in deleted) { await WaitGoneAsync(context, server, item, timeout > TimeSpan.Zero ? timeout : TimeSpan.FromDays(7)); }
    }
}
