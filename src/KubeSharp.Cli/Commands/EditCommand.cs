using System.Diagnostics;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl edit, and the editing forms of create and apply.</summary>
internal static class EditCommand
{
    private const string Header = "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n";
    private const int AttemptsMax = 10;

    /// <summary>edit</summary>
    public static Command Edit { get; } = new("edit", "Change an object in an editor", "(RESOURCE/NAME | -f FILENAME)", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync() with { Validates = false };
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        reader.ThrowFailures();
        return await EditAsync(context, items, static i => (ObjectNode)ObjectPrinter.Shown(i.Object, false), async (item, before, after) =>
        {
            if (context.Flags.Bool("save-config")) { after = LastApplied.Annotated(after); }
            var (patch, type) = KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is { } schema
                ? (ThreeWay.Strategic(before, after, before, schema), Patches.StrategicType) : (ThreeWay.Merge(before, after, before), Patches.MergeType);
            if (context.Flags.Bool("output-patch")) { context.Out.WriteLine($"Patch: {JsonText.Of(patch, 0)}"); }
            var path = item.Type.PathOf(item.Namespace, item.Name, context.Flags.Text("subresource"));
            context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-edit", validates: true), patch.ToUtf8(), type, context.Cancellation), "edited");
        });
    }

    /// <summary>create --edit.</summary>
    public static async Task<int> CreateAsync(CommandContext context, Selection selection)
    {
        var items = await (await context.ReaderAsync()).FromFilesAsync(selection, context.Cancellation);
        return await EditAsync(context, items, static i => i.Object, async (item, _, after) =>
            context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + context.ChangeQuery("kubectl-create", validates: true), after.ToUtf8(), "application/json", context.Cancellation), "created"), runsUnchanged: true);
    }

    /// <summary>apply edit-last-applied.</summary>
    public static async Task<int> EditLastAppliedAsync(CommandContext context)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(await context.SelectionAsync(), allowsAllOfType: false, context.Cancellation);
        reader.ThrowFailures();
        return await EditAsync(context, items, static i => LastApplied.Of(i.Object) ?? throw new CliException($"no last-applied-configuration annotation found on resource: {i.Name}"), async (item, _, after) =>
        {
            var patch = ObjectNode.Of(("metadata", ObjectNode.Of(("annotations", ObjectNode.Of((LastApplied.Annotation, LastApplied.Annotated(after).TextAt("metadata", "annotations", LastApplied.Annotation)))))));
            context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery(""), patch.ToUtf8(), Patches.MergeType, context.Cancellation), "edited");
        });
    }

    private static async Task<int> EditAsync(CommandContext context, IReadOnlyList<ResourceItem> items, Func<ResourceItem, ObjectNode> shown, Func<ResourceItem, ObjectNode, ObjectNode, Task> save, bool runsUnchanged = false)
    {
        foreach (var item in items)
        {
            var before = shown(item);
            var isJson = context.Flags.Text("output") == "json";
            var text = isJson ? JsonText.Of(before) + "\n" : Yaml.Write(FieldOrder.Sorted(before));
            var problem = "";
            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                var edited = await InEditorAsync(context, (isJson ? "" : Header + problem) + text, isJson ? ".json" : ".yaml");
                var body = string.Join('\n', edited.Split('\n').Where(static l => !l.StartsWith('#')));
                if (body.Trim().Length == 0) { context.Error.WriteLine("Edit cancelled, saved file was empty."); return 0; }
                if (body.Trim() == text.Trim() && problem.Length > 0) { throw Unsaved(context, body, isJson ? ".json" : ".yaml"); }
                if (body.Trim() == text.Trim() && !runsUnchanged) { context.Error.WriteLine("Edit cancelled, no changes made."); return 0; }
                try
                {
                    var after = await ReadAsync(context, body);
                    await save(item, before, after);
                    break;
                }
                catch (CliException e) { problem = Commented($"The edited file had a syntax error: {e.Message}"); }
                catch (StatusException e)
                {
                    context.Error.WriteLine($"error: {item.Type.Qualified} \"{item.Name}\" is invalid");
                    problem = Commented($"{item.Type.Qualified} \"{item.Name}\" was not valid:\n* {e.Message}");
                }
                text = body;
            }
        }
        return 0;
    }

    // What was written, of a kind that the server has.
    private static async Task<ObjectNode> ReadAsync(CommandContext context, string body)
    {
        var after = ManifestReader.Objects(body, "edited-file")[0];
        await (await context.ReaderAsync()).ItemAsync(after, "edited-file", new Selection { IsLocal = true }, context.Cancellation);
        return after;
    }

    private static string Commented(string text) => string.Concat(text.Split('\n').Select(static l => $"# {l}\n")) + "#\n";

    // What somebody has written is not thrown away.
    private static CliException Unsaved(CommandContext context, string body, string ending)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kubectl-edit-{context.Terminal.Random.Next()}{ending}");
        using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite })) { file.Write(System.Text.Encoding.UTF8.GetBytes(body)); }
        context.Error.WriteLine($"A copy of your changes has been stored to \"{path}\"");
        return new CliException("Edit cancelled, no valid changes were saved.");
    }

    private static async Task<string> InEditorAsync(CommandContext context, string text, string ending)
    {
        var editor = context.Terminal.Variable("KUBE_EDITOR") is { Length: > 0 } own ? own : context.Terminal.Variable("EDITOR") is { Length: > 0 } usual ? usual : "vi";
        var path = Path.Combine(Path.GetTempPath(), $"kubectl-edit-{Guid.NewGuid():N}{ending}");
        await using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), context.Cancellation);
        }
        try
        {
            // A shell only where the editor is more than a program's name.
            var start = editor.AsSpan().IndexOfAny(" \"'\\$;|&<>") < 0 ? new ProcessStartInfo(editor, [path]) : new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "sh", path]);
            start.UseShellExecute = false;
            using var process = Started(start, editor);
            await process.WaitForExitAsync(context.Cancellation);
            if (process.ExitCode != 0) { throw new CliException($"there was a problem with the editor \"{editor}\""); }
            return await File.ReadAllTextAsync(path, context.Cancellation);
        }
        finally { File.Delete(path); }
    }

    private static Process Started(ProcessStartInfo start, string editor)
    {
        try { return Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception) { throw new CliException($"there was a problem with the editor \"{editor}\""); }
    }
}
