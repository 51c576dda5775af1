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
        if (context.Flags.Bool("save-config")) { content = LastApplied.Annotated(content); }
        if (context.Flags.IsSet("namespace") && !IsClusterWide(content)) { content = InNamespace(content, context.Flags.Text("namespace")); }
        if (context.DryRun() == "client") { return content; }
        var item = await (await context.ReaderAsync()).ItemAsync(content, "", await context.SelectionAsync([]), context.Cancellation);
        try
        {
            return await (await context.ServerAsync()).CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery(manager, validates: true), item.Object.ToUtf8(), "application/json", context.Cancellation);
        }
        catch (Machinery.Statuses.StatusException e) when (manager == "kubectl-create" && e.Status.Reason != "Invalid" && e.Status.Code != 401)
        {
            // Compat: upstream wraps the refusal in its own words, so that the reason is not named.
            throw new CliException($"failed to create {item.Type.Kind.ToLowerInvariant()}: {e.Message}");
        }
    }

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
        if (context.Flags.Text("raw") is { Length: > 0 } raw) { return await RawCall.RunAsync(context, HttpMethod.Post, raw); }
        if (context.Arguments.Count > 0) { throw CliException.Usage($"Unexpected args: [{string.Join(' ', context.Arguments)}]"); }
        var selection = await context.SelectionAsync();
        if (!selection.HasFiles) { throw new CliException("must specify one of -f and -k"); }
        if (context.Flags.Bool("edit")) { return await EditCommand.CreateAsync(context, selection); }
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(selection with { LabelSelector = "" }, context.Cancellation);
        foreach (var item in items.Where(i => Selects(context, i)))
        {
            var content = context.Flags.Bool("save-config") ? LastApplied.Annotated(item.Object) : item.Object;
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
        if (context.Flags.Text("raw") is { Length: > 0 } raw) { return await RawCall.RunAsync(context, HttpMethod.Put, raw); }
        var selection = await context.SelectionAsync();
        if (!selection.HasFiles) { throw new CliException("must specify --filename to replace"); }
        if (context.Flags.Int("grace-period") >= 0 && !context.Flags.Bool("force")) { throw new CliException("--grace-period must have --force specified"); }
        if (context.Flags.Duration("timeout") != TimeSpan.Zero && !context.Flags.Bool("force")) { throw new CliException("--timeout must have --force specified"); }
        var server = await context.ServerAsync();
        var reader = await context.ReaderAsync();
        foreach (var item in await reader.FromFilesAsync(selection, context.Cancellation))
        {
            var content = context.Flags.Bool("save-config") || item.Object.TextAt("metadata", "annotations", LastApplied.Annotation) is not null ? LastApplied.Annotated(item.Object) : item.Object;
            try { await ReplaceOneAsync(context, server, item with { Object = content }); }
            catch (Machinery.Statuses.StatusException e) { reader.Failures.Add(Located(e, "replacing", item)); }
        }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task ReplaceOneAsync(CommandContext context, Connection.ServerConnection server, ResourceItem item)
    {
        if (context.DryRun() == "client") { context.Report(item.Object, "replaced"); return; }
        if (context.Flags.Bool("force"))
        {
            await DeleteCommand.DeleteOneAsync(context, server, item, 0, "Background");
            if (context.Printer() is null) { context.Out.WriteLine($"{item.Type.QualifiedSingular} \"{item.Name}\" deleted{(item.Type.IsNamespaced ? $" from {item.Namespace} namespace" : "")}"); }
            await DeleteCommand.WaitGoneAsync(context, server, item, TimeSpan.FromMinutes(5));
            var made = await server.CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-create", validates: true), item.Object.ToUtf8(), "application/json", context.Cancellation);
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
