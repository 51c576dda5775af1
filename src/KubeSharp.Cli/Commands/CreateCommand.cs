using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl create -f, replace.</summary>
internal static class CreateCommand
{
    /// <summary>create</summary>
    public static Command Create { get; } = new("create", "Make objects from files or arguments", "-f FILENAME", RunAsync);

    /// <summary>replace</summary>
    public static Command Replace { get; } = new("replace", "Replace objects by those of files", "-f FILENAME", ReplaceAsync);

    /// <summary>Creates an object made from arguments, or only prints it.</summary>
    public static async Task<int> SubmitAsync(CommandContext context, ObjectNode content, string done = "created", string manager = "kubectl-create")
    {
        context.Report(await MakeAsync(context, content, manager), done, isTyped: true);
        return 0;
    }

    /// <summary>Creates an object made from arguments and says nothing; the object as it is then, or as it would be sent.</summary>
    public static async Task<Node> MakeAsync(CommandContext context, ObjectNode content, string manager)
    {
        content = context.Recorded(content);
        // Compat: expose and run save what they made before its namespace is known.
        var isEarly = manager is "kubectl-expose" or "kubectl-run";
        var saves = context.Flags.Bool("save-config") && !(context.DryRun() == "client" && manager is "kubectl-expose" or "kubectl-autoscale");
        if (saves && isEarly) { content = Saved(content); }
        if (context.Flags.IsSet("namespace") && !IsClusterWide(content)) { content = InNamespace(content, context.Flags.Text("namespace")); }
        if (saves && !isEarly) { content = Saved(content); }
        if (context.DryRun() == "client")
        {
            // Compat: who is to be known must be known, though nobody is asked anything.
            await context.SettingsAsync();
            return content;
        }
        // Compat: what "create" makes of words it sends without asking what the server has.
        var item = await (await context.ReaderAsync()).ItemAsync(content, "", await context.SelectionAsync([]), context.Cancellation, manager == "kubectl-create" ? ResourceType.BuiltIn(content) : null);
        try
        {
            return await (await context.ServerAsync()).CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery(manager, validates: true), item.Object.ToUtf8(), "application/json", context.Cancellation);
        }
        catch (Machinery.Statuses.StatusException e) when (manager == "kubectl-create" && Attempt(item) is { } attempt)
        {
            // Compat: upstream wraps the refusal in its own words, so that the reason is not named.
            throw new CliException($"failed to create {attempt} {e.Message}");
        }
        catch (CliException e) when (e.Unreached.Length > 0 && manager == "kubectl-create" && Attempt(item) is { } attempt) { throw new CliException($"failed to create {attempt} {e.Unreached}"); }
    }

    private static ObjectNode Saved(ObjectNode content) => (ObjectNode)content.With(["metadata", "annotations", LastApplied.Annotation], Printing.JsonText.Of(content, 0, isSorted: false) + "\n");

    // What upstream calls what it could not create; null: the refusal speaks for itself.
    private static string? Attempt(ResourceItem item) => item.Type.Kind switch
    {
        "Namespace" or "Role" or "ClusterRole" => null,
        "Secret" => "secret",
        "ResourceQuota" => "quota:",
        "PodDisruptionBudget" => "poddisruptionbudgets:",
        "Service" => $"{item.Object.TextAt("spec", "type")} service:",
        var kind => $"{kind.ToLowerInvariant()}:",
    };

    private static ObjectNode InNamespace(ObjectNode content, string ns)
    {
        var metadata = (ObjectNode)content["metadata"]!;
        var fields = metadata.Fields.ToArray().Select(static f => (f.Key, (Node?)f.Value)).ToList();
        fields.Insert(Math.Min(1, fields.Count), ("namespace", ns));
        return content.Set("metadata", ObjectNode.Of([.. fields]));
    }

    private static bool IsClusterWide(ObjectNode content) => content.TextAt("kind") is "Namespace" or "ClusterRole" or "ClusterRoleBinding" or "PriorityClass" or "Node" or "PersistentVolume";

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Flags.Text("raw") is { Length: > 0 } raw) { return context.Flags.Bool("edit") ? throw new CliException("--raw and --edit are mutually exclusive") : await RawCall.RunAsync(context, HttpMethod.Post, raw); }
        if (context.Arguments.Count > 0) { throw CliException.Usage($"Unexpected args: [{string.Join(' ', context.Arguments)}]"); }
        var selection = await context.SelectionAsync();
        if (!selection.HasFiles) { throw new CliException("must specify one of -f and -k"); }
        if (context.Flags.Bool("edit")) { return await EditCommand.CreateAsync(context, selection); }
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(selection with { LabelSelector = "" }, context.Cancellation);
        items = [.. items.Where(i => Selects(context, i))];
        reader.RequireSome(items, "create");
        foreach (var item in items)
        {
            // Compat: the version that a saved object bears is not sent, or it could not be made again.
            var content = (ObjectNode)context.Recorded(item.Object).With(["metadata", "resourceVersion"], null);
            if (context.Flags.Bool("save-config")) { content = LastApplied.Annotated(content); }
            try
            {
                var made = context.DryRun() == "client" ? content : await (await context.ServerAsync()).CallAsync(HttpMethod.Post,
                    item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-create", validates: true), content.ToUtf8(), "application/json", context.Cancellation);
                context.Report(made, "created");
            }
            catch (Machinery.Statuses.StatusException e) { reader.Failures.Add(Located(e, "creating", item)); }
        }
        reader.ThrowFailures();
        return 0;
    }

    /// <summary>A refusal with what was being done to which source; validation and existence speak for themselves.</summary>
    public static Exception Located(Machinery.Statuses.StatusException e, string doing, ResourceItem item) =>
        e.Status.Reason is "AlreadyExists" or "Invalid" ? new Machinery.Statuses.StatusException(e.Status with { Message = e.Status.Reason == "AlreadyExists" ? $"error when {doing} \"{item.Source}\": {e.Message}" : e.Message })
        : new Machinery.Statuses.StatusException(e.Status with { Message = $"error when {doing} \"{item.Source}\": {e.Message}" });

    private static bool Selects(CommandContext context, ResourceItem item) =>
        context.Flags.Text("selector") is not { Length: > 0 } selector || Labels.Match(selector, item.Object.At("metadata", "labels") as ObjectNode);

    private static async Task<int> ReplaceAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync();
        if (context.Flags.Text("raw") is { Length: > 0 } raw) { return selection.HasFiles ? await RawCall.RunAsync(context, HttpMethod.Put, raw) : throw new CliException("must specify one of -f and -k"); }
        if (!selection.HasFiles) { throw new CliException("must specify one of -f and -k"); }
        if (context.Flags.Int("grace-period") >= 0 && !context.Flags.Bool("force")) { throw new CliException("--grace-period must have --force specified"); }
        if (context.Flags.Duration("timeout") != TimeSpan.Zero && !context.Flags.Bool("force")) { throw new CliException("--timeout must have --force specified"); }
        var server = await context.ServerAsync();
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(selection, context.Cancellation);
        if (items.Count == 0 && !reader.HasFailures && context.Flags.Bool("force"))
        {
            context.Out.WriteLine("No resources found");
            throw new CliException("no objects passed to replace");
        }
        foreach (var item in items)
        {
            var recorded = context.Recorded(item.Object);
            var content = context.Flags.Bool("save-config") || item.Object.TextAt("metadata", "annotations", LastApplied.Annotation) is not null ? LastApplied.Annotated(recorded) : recorded;
            try { await ReplaceOneAsync(context, server, item with { Object = content }); }
            catch (Machinery.Statuses.StatusException e) { reader.Failures.Add(Located(e, "replacing", item)); }
        }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task<bool> DeleteIfThereAsync(CommandContext context, Connection.ServerConnection server, ResourceItem item)
    {
        var grace = context.Flags.Int("grace-period") is >= 0 and var given ? (int)given : 0;
        try { await DeleteCommand.DeleteOneAsync(context, server, item, grace, context.Flags.Text("cascade")); return true; }
        catch (Machinery.Statuses.StatusException e) when (e.Is(Machinery.Statuses.StatusReason.NotFound)) { return false; }
    }

    private static async Task ReplaceOneAsync(CommandContext context, Connection.ServerConnection server, ResourceItem item)
    {
        if (context.DryRun() == "client") { context.Report(item.Object, "replaced"); return; }
        if (context.Flags.Bool("force"))
        {
            var isGone = await DeleteIfThereAsync(context, server, item);
            if (isGone && context.Printer() is null) { context.Tell($"{item.Type.QualifiedSingular} \"{item.Name}\" deleted{(item.Type.IsNamespaced ? $" from {item.Namespace} namespace" : "")}"); }
            await DeleteCommand.WaitGoneAsync(context, server, item with { Object = (ObjectNode)item.Object.With(["metadata", "uid"], null) }, TimeSpan.FromMinutes(5));
            var made = await server.CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-replace", validates: true), item.Object.With(["metadata", "resourceVersion"], null).ToUtf8(), "application/json", context.Cancellation);
            context.Report(made, "replaced");
            return;
        }
        var path = item.Type.PathOf(item.Namespace, item.Name, context.Flags.Text("subresource"));
        var body = item.Object;
        if (body.TextAt("metadata", "resourceVersion") is null or "")
        {
            var live = await server.GetAsync(path, context.Cancellation);
            body = (ObjectNode)body.With(["metadata", "resourceVersion"], live.At("metadata", "resourceVersion"));
        }
        context.Report(await server.CallAsync(HttpMethod.Put, path + context.ChangeQuery("kubectl-replace", validates: true), body.ToUtf8(), "application/json", context.Cancellation), "replaced");
    }
}
