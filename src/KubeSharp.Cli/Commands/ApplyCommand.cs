using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl apply and its subcommands.</summary>
internal static class ApplyCommand
{
    private const int ConflictAttemptsMax = 5;
    private const string ApplyType = "application/apply-patch+yaml";

    /// <summary>apply</summary>
    public static Command Apply { get; } = new("apply", "Bring objects to the state of files", "(-f FILENAME | -k DIRECTORY)", RunAsync) { Checks = [Check.NoWords, Check.DryRun, Check.Server, Check.Cascade, Check.Files, Check.Validation, Check.Connection] };

    /// <summary>apply view-last-applied</summary>
    public static Command ViewLastApplied { get; } = new("apply view-last-applied", "Show what was applied last", "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)", ViewAsync);

    /// <summary>apply set-last-applied</summary>
    public static Command SetLastApplied { get; } = new("apply set-last-applied", "Set what counts as applied last", "-f FILENAME", SetAsync) { Checks = [Check.DryRun, Check.Connection, Check.Format] };

    /// <summary>apply edit-last-applied</summary>
    public static Command EditLastApplied { get; } = new("apply edit-last-applied", "Edit what counts as applied last", "(RESOURCE/NAME | -f FILENAME)", EditCommand.EditLastAppliedAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var isServerSide = flags.Bool("server-side");
        var set = await ApplySet.OfAsync(context);
        if (flags.Bool("prune")) { await Prune.CheckKindsAsync(context); }
        if (flags.Bool("force-conflicts") && !isServerSide) { throw new CliException("--force-conflicts only works with --server-side"); }
        if (context.DryRun() == "client" && isServerSide) { throw new CliException("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)"); }
        if (flags.Bool("force") && isServerSide) { throw new CliException("--force cannot be used with --server-side"); }
        if (flags.Bool("force") && context.DryRun() == "server") { throw new CliException("--dry-run=server cannot be used with --force"); }
        Prune.CheckSelection(flags);
        if (set is not null) { set = await set.CheckedAsync(); }
        Prune.Check(flags);
        if (flags.Text("subresource").Length > 0 && !isServerSide) { throw new CliException("--subresource can only be specified for --server-side"); }
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(await context.SelectionAsync(), context.Cancellation);
        reader.RequireSome(items, "apply");
        reader.GatherFailures();
        if (set is not null) { await set.BeginAsync(items); }
        var results = new List<Node>();
        foreach (var item in items)
        {
            try { results.Add(await ApplyOneAsync(context, Recorded(context, set is null ? item : set.Labelled(item)), isServerSide)); }
            catch (CliException e) when (e.Unreached.Length == 0) { reader.Failures.Add(e); }
            catch (StatusException e) { reader.Failures.Add(e); }
        }
        if (!reader.HasFailures && PrintsAtEnd(context) && context.Printer() is { } printer && results.Count > 0)
        {
            if (printer.TakesLists && results.Count > 1) { printer.Print(GetCommand.ListOf(results), context.Out); }
            else { foreach (var one in results) { printer.Print(one, context.Out); } }
        }
        if (!reader.HasFailures && flags.Bool("prune")) { await (set?.PruneAsync(items, results) ?? Prune.RunAsync(context, results)); }
        reader.ThrowFailures();
        return 0;
    }

    private static ResourceItem Recorded(CommandContext context, ResourceItem item) => context.ChangeCause.Length > 0 ? item with { Object = context.Recorded(item.Object) } : item;

    private static async Task<Node> ApplyOneAsync(CommandContext context, ResourceItem item, bool isServerSide)
    {
        if (item.Name.Length == 0 && item.Object.TextAt("metadata", "generateName") is { Length: > 0 } prefix) { throw new CliException($"from {prefix}: cannot use generate name with apply"); }
        return isServerSide ? await ServerSideAsync(context, item) : await ClientSideAsync(context, item);
    }

    private static async Task<Node> ServerSideAsync(CommandContext context, ResourceItem item)
    {
        var manager = context.Flags.IsSet("field-manager") ? context.Flags.Text("field-manager") : "kubectl";
        var query = $"?fieldManager={Uri.EscapeDataString(manager)}&fieldValidation={context.Validation()}&force={(context.Flags.Bool("force-conflicts") ? "true" : "false")}{(context.DryRun() == "server" ? "&dryRun=All" : "")}";
        try
        {
            var body = FieldOrder.Sorted(item.Object.With(["metadata", "managedFields"], null));
            var path = item.Type.PathOf(item.Namespace, item.Name, context.Flags.Text("subresource"));
            var server = await context.ServerAsync();
            var applied = await server.CallAsync(HttpMethod.Patch, path + query, body.ToUtf8(), ApplyType, context.Cancellation);
            var appliers = Ownership.Appliers(applied);
            // Before the old manager goes, so that nobody takes what was applied last for a field without an owner.
            if (context.DryRun() == "none" && applied.TextAt("metadata", "annotations", LastApplied.Annotation) is not null && !context.Flags.IsSet("field-manager") && !Ownership.IsNoted(applied)) { applied = await RememberAsync(context, applied, path); }
            if (context.DryRun() == "none" && await MoveOwnershipAsync(context, path, applied, manager, appliers))
            {
                applied = await server.CallAsync(HttpMethod.Patch, path + query, body.ToUtf8(), ApplyType, context.Cancellation);
            }
            Say(context, applied, "serverside-applied");
            return applied;
        }
        catch (StatusException e) when (e.Is(StatusReason.Conflict))
        {
            throw new CliException($"{e.Message}\nPlease review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n* If you intend to manage all of these fields, please re-run the apply\n  command with the `--force-conflicts` flag.\n* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that should keep their\n  current managers.\n* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager if the other manager(s)\n  stop managing the field (remove it from their configuration).\nSee https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts");
        }
    }

    // What client-side apply owned; the patch names what it was made from, so that nobody's change in between is lost.
    private static async Task<bool> MoveOwnershipAsync(CommandContext context, string path, Node applied, string manager, IReadOnlyCollection<string> appliers)
    {
        if (Ownership.Moved(applied, manager, appliers) is not { } moved) { return false; }
        var patch = ArrayNode.Of(
            ObjectNode.Of(("op", "replace"), ("path", "/metadata/managedFields"), ("value", moved)),
            ObjectNode.Of(("op", "replace"), ("path", "/metadata/resourceVersion"), ("value", applied.TextAt("metadata", "resourceVersion"))));
        try { await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path, patch.ToUtf8(), Patches.JsonType, context.Cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.Conflict)) { return false; }
        return true;
    }

    // Who goes back to client-side apply finds what was applied last.
    private static async Task<Node> RememberAsync(CommandContext context, Node applied, string path)
    {
        var note = ObjectNode.Of(("apiVersion", applied.At("apiVersion")), ("kind", applied.At("kind")), ("metadata", ObjectNode.Of(("name", applied.At("metadata", "name")), ("namespace", applied.At("metadata", "namespace")),
            ("annotations", ObjectNode.Of((LastApplied.Annotation, applied.TextAt("metadata", "annotations", LastApplied.Annotation)))))));
        return await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + "?fieldManager=kubectl-last-applied&force=true", note.ToUtf8(), ApplyType, context.Cancellation);
    }

    private static async Task<Node> ClientSideAsync(CommandContext context, ResourceItem item)
    {
        var server = await context.ServerAsync();
        var wanted = LastApplied.Annotated(item.Object);
        var live = await LiveAsync(context, item);
        if (live is null)
        {
            var made = context.DryRun() == "client" ? wanted : await MakeAsync(context, item, wanted);
            Say(context, made, "created");
            return made;
        }
        if (LastApplied.Of(live) is null && live.TextAt("metadata", "annotations", LastApplied.Annotation) is null)
        {
            context.Error.WriteLine($"Warning: resource {item.Type.Plural}/{item.Name} is missing the {LastApplied.Annotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.");
        }
        var changed = await PatchAsync(context, item, wanted, live);
        var isSame = ReferenceEquals(changed, live);
        Say(context, changed, isSame ? "unchanged" : "configured");
        return changed;
    }

    // An object that is made bears no version, and nulls say what is not to be there.
    private static byte[] Sent(ObjectNode content) => WithoutNulls((ObjectNode)content.With(["metadata", "resourceVersion"], null)).ToUtf8();

    private static ObjectNode WithoutNulls(ObjectNode content)
    {
        foreach (var (name, value) in content)
        {
            if (value is NullNode) { content = content.Remove(name); }
            else if (value is ObjectNode inner) { content = content.Set(name, WithoutNulls(inner)); }
            else if (value is ArrayNode items) { content = content.Set(name, new ArrayNode([.. items.Select(static i => i is ObjectNode o ? WithoutNulls(o) : i)])); }
        }
        return content;
    }

    private static async Task<Node> MakeAsync(CommandContext context, ResourceItem item, ObjectNode wanted)
    {
        try { return await (await context.ServerAsync()).CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-client-side-apply", validates: true), Sent(wanted), "application/json", context.Cancellation); }
        catch (StatusException e) { throw CreateCommand.Located(e, "creating", item); }
    }

    private static async Task<Node> PatchAsync(CommandContext context, ResourceItem item, ObjectNode wanted, ObjectNode live)
    {
        var server = await context.ServerAsync();
        for (var attempt = 1; ; attempt++)
        {
            var (patch, type) = Difference(item, wanted, live);
            if (patch.Count == 0) { return live; }
            if (!context.Flags.Bool("overwrite") && KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is { } schema && PatchConflict.Of(patch, live, schema) is { Length: > 0 } conflict) { throw PatchConflict.Told(context.Error, item, wanted, live, conflict); }
            if (context.DryRun() == "client") { return Patches.Apply(live, patch, type, item.Type); }
            var body = wanted.TextAt("metadata", "resourceVersion") is { Length: > 0 } version ? (ObjectNode)patch.With(["metadata", "resourceVersion"], version) : patch;
            var path = item.Type.PathOf(item.Namespace, item.Name, context.Flags.Text("subresource"));
            try { return await server.CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-client-side-apply", validates: true), body.ToUtf8(), type, context.Cancellation); }
            catch (StatusException e) when (e.Is(StatusReason.Conflict) && attempt < ConflictAttemptsMax) { live = await LiveAsync(context, item) ?? live; }
            catch (StatusException e) when (context.Flags.Bool("force") && e.Status.Reason is "Conflict" or "Invalid")
            {
                await DeleteCommand.DeleteOneAsync(context, server, item, (int)context.Flags.Int("grace-period"), "Background");
                await DeleteCommand.WaitGoneAsync(context, server, item with { Object = (ObjectNode)item.Object.With(["metadata", "uid"], null) }, TimeSpan.FromMinutes(5));
                var collection = item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-client-side-apply", validates: true);
                try { return await server.CallAsync(HttpMethod.Post, collection, Sent(wanted), "application/json", context.Cancellation); }
                catch (StatusException)
                {
                    // What was deleted for nothing comes back.
                    await server.CallAsync(HttpMethod.Post, collection, Sent(live), "application/json", context.Cancellation);
                    throw;
                }
            }
            catch (StatusException e) { throw CreateCommand.Located(CreateCommand.Located(e, "patching", item), $"applying patch:\n{Printing.JsonText.Of(FieldOrder.Sorted(body), 0)}\nto:\n{item.Described}\nfor:", item); }
        }
    }

    /// <summary>What has to change in the live object, and the patch's content type.</summary>
    public static (ObjectNode Patch, string Type) Difference(ResourceItem item, ObjectNode wanted, ObjectNode live)
    {
        var original = LastApplied.Of(live) ?? ObjectNode.Empty;
        return KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is { } schema
            ? (ThreeWay.Strategic(original, wanted, live, schema), Patches.StrategicType)
            : (ThreeWay.Merge(original, wanted, live), Patches.MergeType);
    }

    private static async Task<ObjectNode?> LiveAsync(CommandContext context, ResourceItem item)
    {
        try { return (ObjectNode)await (await context.ServerAsync()).GetAsync(item.Path, context.Cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
        catch (Exception e) when (e is StatusException or CliException { IsOfOne: true }) { throw CreateCommand.Located(e, $"retrieving current configuration of:\n{item.Described}\nfrom server for:", item); }
    }

    // Compat: without -o a template prints each object as it comes.
    private static bool PrintsAtEnd(CommandContext context) => context.Flags.Text("output") is not ("" or "name");

    private static void Say(CommandContext context, Node changed, string done)
    {
        if (!PrintsAtEnd(context)) { context.Report(changed, done); }
    }

    private static async Task<int> ViewAsync(CommandContext context)
    {
        var (output, selection) = (context.Flags.Text("output"), await context.SelectionAsync());
        // Compat: a type alone means all of it where a namespace is given, but not with --all or a selector then; of objects from words those without the annotation are passed over in silence.
        var isAll = selection is { EnforcesNamespace: true, HasFiles: false, Words: [var type] } && !type.Contains('/', StringComparison.Ordinal);
        if (isAll && selection.IsAll) { throw new CliException("setting 'all' parameter but found a non empty selector. "); }
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: isAll, context.Cancellation);
        reader.ThrowFirst();
        var remembered = new List<ObjectNode>();
        foreach (var item in items)
        {
            if (LastApplied.Of(item.Object) is { } applied) { remembered.Add(applied); }
            else if (item.Source.Length > 0) { throw new CliException($"error when no last-applied-configuration annotation found on resource: {item.Name}\n \"{item.Source}\": <nil>"); }
        }
        foreach (var applied in remembered)
        {
            if (output is not ("yaml" or "json")) { throw CliException.Usage($"Unexpected -o output mode: {output}, the flag 'output' must be one of yaml|json"); }
            context.Out.Write(output == "json" ? Printing.JsonText.Of(applied, 2) + "\n" : Machinery.Serialization.Yaml.Write(FieldOrder.Sorted(applied)));
        }
        return 0;
    }

    private static async Task<int> SetAsync(CommandContext context)
    {
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync();
        if (!selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        var changes = new List<(ResourceItem Item, ObjectNode Live, string Text)>();
        foreach (var item in await reader.FromFilesAsync(selection, context.Cancellation))
        {
            var live = await LiveAsync(context, item) ?? (ObjectNode)await ResourceReader.OfNamespaceAsync(await context.ServerAsync(), item.Namespace, () => throw StatusException.NotFound(item.Type.Group, item.Type.Plural, item.Name), context.Cancellation);
            if (LastApplied.Of(live) is null && !context.Flags.Bool("create-annotation")) { throw new CliException($"no last-applied-configuration annotation found on resource: {item.Name}, to create the annotation, run the command with --create-annotation"); }
            var annotation = LastApplied.TextOf(item.Object);
            if (live.TextAt("metadata", "annotations", LastApplied.Annotation) == annotation)
            {
                context.Out.WriteLine($"set-last-applied {item.Name}: no changes required.");
                continue;
            }
            changes.Add((item, live, annotation));
        }
        reader.ThrowFirst();
        foreach (var (item, live, annotation) in changes)
        {
            var patch = ObjectNode.Of(("metadata", ObjectNode.Of(("annotations", ObjectNode.Of((LastApplied.Annotation, annotation))))));
            var changed = context.DryRun() == "client" ? live : await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery(""), patch.ToUtf8(), Patches.MergeType, context.Cancellation);
            context.Report(changed, "configured");
        }
        return 0;
    }
}
