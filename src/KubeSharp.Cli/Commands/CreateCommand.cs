using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl create -f, replace.</summary>
internal static class CreateCommand
{
    /// <summary>create</summary>
    public static Command Create { get; } = new("create", "Make objects from files or arguments", "-f FILENAME", RunAsync) { Checks = [Check.NoWords, Check.DryRun, Check.Validation, Check.Format, Check.Files] };

    /// <summary>replace</summary>
    public static Command Replace { get; } = new("replace", "Replace objects by those of files", "-f FILENAME", ReplaceAsync) { Checks = [Check.Validation, Check.DryRun, Check.Server, Check.Format, Check.Cascade, Check.Files, Check.Connection] };

    /// <summary>Creates an object made from arguments, or only prints it.</summary>
    public static async Task<int> SubmitAsync(CommandContext context, ObjectNode content, string done = "created", string manager = "kubectl-create")
    {
        // Compat: autoscale has a printer for each object: no line parts documents.
        context.Report(await MakeAsync(context, content, manager), done, isTyped: true, isAlone: manager == "kubectl-autoscale");
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
        catch (StatusException e) when (manager == "kubectl-create" && Attempt(item) is { } attempt)
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
        var selection = await context.SelectionAsync();
        if (context.Flags.Bool("edit")) { return await EditCommand.CreateAsync(context, selection); }
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(selection, context.Cancellation);
        reader.RequireSome(items, "create");
        foreach (var item in items)
        {
            // Compat: the version that a saved object bears is not sent, or it could not be made again.
            var content = (ObjectNode)context.Recorded(item.Object).With(["metadata", "resourceVersion"], null);
            if (context.Flags.Bool("save-config") || content.TextAt("metadata", "annotations", LastApplied.Annotation) is not null) { content = LastApplied.Annotated(content); }
            try
            {
                var made = context.DryRun() == "client" ? content : await (await context.ServerAsync()).CallAsync(HttpMethod.Post,
                    item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-create", validates: true), content.ToUtf8(), "application/json", context.Cancellation);
                context.Report(made, "created");
            }
            catch (StatusException e) { reader.Failures.Add(Located(e, "creating", item)); }
        }
        reader.ThrowFailures();
        return 0;
    }

    /// <summary>A failure with what was being done to which source; itself where the object is no file's.</summary>
    public static Exception Located(Exception failure, string doing, ResourceItem item)
    {
        if (item.Source.Length == 0) { return failure; }
        var message = $"error when {doing} \"{item.Source}\": {failure.Message}";
        return failure is StatusException refusal ? new StatusException(refusal.Status with { Message = message }) : new CliException(message) { IsOfOne = true };
    }

    private static async Task<int> ReplaceAsync(CommandContext context)
    {
        // Compat: upstream makes a second of no time at all, and then misses --force.
        var (isForced, grace) = (context.Flags.Bool("force"), context.Flags.Int("grace-period"));
        if (grace >= 0 && !isForced) { throw new CliException("--grace-period must have --force specified"); }
        if (context.Flags.Duration("timeout") != TimeSpan.Zero && !isForced) { throw new CliException("--timeout must have --force specified"); }
        if (isForced && context.DryRun() != "none") { throw new CliException("--dry-run can not be used when --force is set"); }
        var selection = await context.SelectionAsync();
        if (!selection.HasFiles) { throw new CliException("must specify --filename to replace"); }
        if (context.Flags.Text("raw") is { Length: > 0 } raw) { return await RawCall.RunAsync(context, HttpMethod.Put, raw); }
        var server = await context.ServerAsync();
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(selection with { Validates = selection.Validates && !isForced }, context.Cancellation);
        if (isForced) { items = await DeleteAllAsync(context, reader, selection, items); }
        foreach (var item in items)
        {
            var recorded = context.Recorded(item.Object);
            var content = context.Flags.Bool("save-config") || item.Object.TextAt("metadata", "annotations", LastApplied.Annotation) is not null ? LastApplied.Annotated(recorded) : recorded;
            try { await (isForced ? RemakeAsync(context, server, item with { Object = content }) : ReplaceOneAsync(context, server, item with { Object = content })); }
            catch (Exception e) when (e is StatusException or CliException { IsOfOne: true }) { reader.Failures.Add(isForced ? e : Located(e, "replacing", item)); }
        }
        reader.ThrowFailures();
        return isForced && items.Count == 0 ? throw new CliException("no objects passed to replace") : 0;
    }

    // All are gone before the first one is made again.
    private static async Task<IReadOnlyList<ResourceItem>> DeleteAllAsync(CommandContext context, ResourceReader reader, Selection selection, IReadOnlyList<ResourceItem> items)
    {
        var deleted = await DeleteCommand.DeleteAllAsync(context, reader, items, context.Flags.Int("grace-period") is 0 ? 1 : (int)context.Flags.Int("grace-period"), isIgnoring: true, warns: false);
        reader.ThrowFailures();
        if (items.Count == 0) { context.Out.WriteLine("No resources found"); }
        var limit = context.Flags.Duration("timeout") is { Ticks: > 0 } given ? given : TimeSpan.FromMinutes(5);
        foreach (var item in deleted) { await DeleteCommand.WaitGoneAsync(context, await context.ServerAsync(), item with { Object = (ObjectNode)item.Object.With(["metadata", "uid"], null) }, limit); }
        var again = await context.ReaderAsync();
        items = await again.FromFilesAsync(selection, context.Cancellation);
        again.ThrowFailures();
        return items;
    }

    private static async Task RemakeAsync(CommandContext context, Connection.ServerConnection server, ResourceItem item) =>
        context.Report(await server.CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-replace", validates: true), item.Object.With(["metadata", "resourceVersion"], null).ToUtf8(), "application/json", context.Cancellation), "replaced");

    private static async Task ReplaceOneAsync(CommandContext context, Connection.ServerConnection server, ResourceItem item)
    {
        if (context.DryRun() == "client") { context.Report(item.Object, "replaced"); return; }
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
