using System.Text.Json;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Editing;

/// <summary>Objects in an editor until they are saved, or given up: what is refused is edited again, with the reasons above it.</summary>
/// <param name="context">The command.</param>
/// <param name="header">Comments at the head of the file.</param>
/// <param name="saveAsync">Saves one object: as it was (null where nothing has its uid), as it is, and where refusals are noted.</param>
internal sealed class EditSession(CommandContext context, string header, Func<ResourceItem?, ResourceItem, EditProblems, Task> saveAsync)
{
    private readonly EditForm _form = EditForm.Of(context.Flags);
    private readonly Editor _editor = new(context.Terminal.Variable);
    private EditProblems _problems = new();
    private string _file = "";

    /// <summary>Lets the user edit objects, all in one file.</summary>
    /// <exception cref="CliException">Nothing was saved; what was written is kept in a file that the user is told of.</exception>
    public async Task RunAsync(IReadOnlyList<ResourceItem> items)
    {
        var original = Lines(_form.Text(items));
        var (edited, isAgain) = ("", false);
        while (true)
        {
            var before = edited;
            var head = _form.TakesComments ? Lines(header + _problems.Comments) : "";
            string file;
            context.Terminal.Interruption.Guard();
            try { (edited, file) = await _editor.EditAsync(head + (isAgain ? EditForm.WithoutComments(before) : original), _form.Ending, context.Cancellation); }
            catch (CliException e) { throw Kept(e); }
            Forget();
            (_file, _problems) = (file, new EditProblems());
            if (isAgain && EditForm.AreSame(before, edited)) { throw Kept(new CliException("Edit cancelled, no valid changes were saved.")); }
            isAgain = Invalidity(edited) is { } wrong && Refused(wrong, items[0]);
            if (isAgain) { continue; }
            if (EditForm.AreSame(original, edited)) { Cancelled("no changes made"); return; }
            if (!EditForm.HasLines(edited)) { Cancelled("saved file was empty"); return; }
            if (await ReadAsync(edited) is not { } after) { isAgain = true; continue; }
            await SaveAllAsync(items, after);
            if (_problems.IsRetryable) { throw new CliException($"You can run `kubectl replace -f {_file}` to try this update again.", isPlain: true); }
            if (_problems.HasMissing) { throw new CliException($"The edits you made on deleted resources have been saved to \"{_file}\"", isPlain: true); }
            isAgain = _problems.HasInvalid;
            if (!isAgain) { Forget(); return; }
        }
    }

    private string Lines(string text) => context.Flags.Bool("windows-line-endings") ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;

    private void Forget()
    {
        if (_file.Length > 0) { File.Delete(_file); }
    }

    private void Cancelled(string why)
    {
        Forget();
        context.Error.WriteLine($"Edit cancelled, {why}.");
    }

    // What somebody has written is not thrown away.
    private Exception Kept(Exception failure)
    {
        if (File.Exists(_file)) { context.Error.WriteLine($"A copy of your changes has been stored to \"{_file}\""); }
        return failure;
    }

    private string? Invalidity(string text)
    {
        if (context.Flags.Text("validate") is "ignore" or "false") { return null; }
        try { return ManifestReader.Documents(EditForm.WithoutComments(text)) is [var first, ..] ? ManifestReader.Invalidity(first) : ManifestReader.NoObject; }
        catch (Exception e) when (e is FormatException or JsonException) { return e.Message; }
    }

    private bool Refused(string wrong, ResourceItem item)
    {
        // Compat: the field that is at fault is named <nil>.
        context.Error.WriteLine(_problems.Add(new Status(422, StatusReason.Invalid, wrong) { Causes = [new StatusCause("FieldValueInvalid", $"Invalid value: \"The edited file failed validation\": {wrong}", "<nil>")] }, item));
        return true;
    }

    // The objects of the text, of kinds that the server has; null: it has none such.
    private async Task<IReadOnlyList<ResourceItem>?> ReadAsync(string text)
    {
        try
        {
            var (reader, items) = (await context.ReaderAsync(), new List<ResourceItem>());
            foreach (var content in ManifestReader.Objects(text, "edited-file")) { items.Add(await reader.ItemAsync(content, "edited-file", new Selection { IsLocal = true }, context.Cancellation)); }
            return items;
        }
        catch (CliException e)
        {
            _problems.AddReason($"The edited file had a syntax error: {e.Message}");
            return null;
        }
    }

    private async Task SaveAllAsync(IReadOnlyList<ResourceItem> items, IReadOnlyList<ResourceItem> after)
    {
        try
        {
            var (reader, here) = (await context.ReaderAsync(), new Selection { EnforcesNamespace = true, Namespace = await context.NamespaceAsync() });
            var placed = new List<ResourceItem>();
            foreach (var item in after) { placed.Add(await reader.ItemAsync(item.Object, "edited-file", here, context.Cancellation)); }
            foreach (var item in placed)
            {
                var before = items.FirstOrDefault(i => Uid(i) == Uid(item));
                var content = (ObjectNode)item.Object.With(["metadata", "managedFields"], before?.Object.At("metadata", "managedFields"));
                await saveAsync(before, item with { Object = context.Recorded(context.Flags.Bool("save-config") ? LastApplied.Annotated(content) : content) }, _problems);
            }
        }
        catch (Exception e) when (e is CliException or StatusException) { throw Kept(e); }
    }

    private static string Uid(ResourceItem item) => item.Object.TextAt("metadata", "uid") ?? "";
}
