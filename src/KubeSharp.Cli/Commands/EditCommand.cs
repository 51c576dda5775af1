using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Editing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl edit, and the editing forms of create and apply.</summary>
internal static class EditCommand
{
    private const string Header = "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n";
    private const string LastAppliedHeader = "# Please edit the 'last-applied-configuration' annotations below.\n# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n#\n";
    private static readonly string[][] _kept = [["apiVersion"], ["kind"], ["metadata", "name"]];

    /// <summary>edit</summary>
    public static Command Edit { get; } = new("edit", "Change an object in an editor", "(RESOURCE/NAME | -f FILENAME)", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var items = await OnServerAsync(context);
        if (items.Count == 0) { throw new CliException("edit cancelled, no objects found"); }
        await new EditSession(context, Header, (before, after, problems) => PatchAsync(context, before, after, problems)).RunAsync(items);
        return 0;
    }

    /// <summary>create --edit.</summary>
    public static async Task<int> CreateAsync(CommandContext context, Selection selection)
    {
        foreach (var item in await (await context.ReaderAsync()).FromFilesAsync(selection, context.Cancellation))
        {
            await new EditSession(context, Header, async (_, after, _) =>
                context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Post, after.Type.PathOf(after.Namespace) + context.ChangeQuery("kubectl-create", validates: true), after.Object.ToUtf8(), "application/json", context.Cancellation), "created")).RunAsync([item]);
        }
        return 0;
    }

    /// <summary>apply edit-last-applied.</summary>
    public static async Task<int> EditLastAppliedAsync(CommandContext context)
    {
        var applied = (await OnServerAsync(context)).Select(static i => LastApplied.Of(i.Object) is { } content ? i with { Object = content } : null).OfType<ResourceItem>().ToArray();
        if (applied.Length == 0) { throw new CliException("no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`"); }
        await new EditSession(context, LastAppliedHeader, async (before, after, _) =>
        {
            if (IsUntouched(context, before, after)) { return; }
            var patch = ObjectNode.Empty.With(["metadata", "annotations", LastApplied.Annotation], JsonText.Of(after.Object, 0) + "\n");
            await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, after.Path + context.ChangeQuery("kubectl-client-side-apply"), patch.ToUtf8(), Patches.MergeType, context.Cancellation);
            context.Report(after.Object, "edited");
        }).RunAsync(applied);
        return 0;
    }

    private static async Task<IReadOnlyList<ResourceItem>> OnServerAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync() with { Validates = false };
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        var reader = await context.ReaderAsync();
        await reader.CheckAsync(selection, context.Cancellation, allowsAllOfType: true);
        context.Validation();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: true, context.Cancellation);
        reader.ThrowFailures();
        return items;
    }

    private static async Task PatchAsync(CommandContext context, ResourceItem? before, ResourceItem after, EditProblems problems)
    {
        if (before is null) { throw new CliException($"no original object found for {after.Display}"); }
        if (IsUntouched(context, before, after)) { return; }
        var (patch, type) = KindSchemas.Of(after.Type.Group, after.Type.Version, after.Type.Kind) is { } schema
            ? (ThreeWay.Strategic(before.Object, after.Object, before.Object, schema), Patches.StrategicType) : (ThreeWay.Merge(before.Object, after.Object, before.Object), Patches.MergeType);
        if (_kept.Any(k => patch.At(k) is not null)) { throw new CliException("At least one of apiVersion, kind and name was changed"); }
        if (context.Flags.Bool("output-patch")) { context.Out.WriteLine($"Patch: {JsonText.Of(patch, 0)}"); }
        var path = after.Type.PathOf(after.Namespace, after.Name, context.Flags.Text("subresource"));
        try { context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-edit", validates: true), patch.ToUtf8(), type, context.Cancellation), "edited"); }
        catch (StatusException e) { context.Error.WriteLine(problems.Add(e.Status, after)); }
    }

    private static bool IsUntouched(CommandContext context, ResourceItem? before, ResourceItem after)
    {
        if (!after.Object.Equals(before?.Object)) { return false; }
        context.Report(after.Object, "skipped");
        return true;
    }
}
