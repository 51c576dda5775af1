using System.Text.Json;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl patch.</summary>
internal static class PatchCommand
{
    /// <summary>patch</summary>
    public static Command Patch { get; } = new("patch", "Change fields of an object", "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (flags.IsSet("patch") == flags.IsSet("patch-file") && (flags.IsSet("patch") || flags.Text("patch-file").Length == 0)) { throw new CliException(flags.IsSet("patch") ? "cannot specify --patch and --patch-file together" : "must specify --patch or --patch-file containing the contents of the patch"); }
        var type = flags.Text("type") switch
        {
            "" or "strategic" => Patches.StrategicType,
            "merge" => Patches.MergeType,
            "json" => Patches.JsonType,
            var other => throw new CliException($"--type must be one of [json merge strategic], not \"{other}\""),
        };
        var text = flags.IsSet("patch") ? flags.Text("patch") : await ReadFileAsync(flags.Text("patch-file"), context.Cancellation);
        var reader = await context.ReaderAsync();
        var isLocal = flags.Bool("local");
        var selection = await context.SelectionAsync();
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw CliException.Usage("must specify --filename, or TYPE and NAME"); }
        var items = isLocal ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        reader.RequireSome(items, "patch");
        foreach (var item in items)
        {
            try { await PatchOneAsync(context, item, text, type, isLocal); }
            catch (StatusException e) { reader.Failures.Add(e); }
        }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellation)
    {
        try { return await File.ReadAllTextAsync(path, cancellation); }
        catch (IOException) { throw new CliException($"unable to read patch file: open {path}: no such file or directory"); }
    }

    private static async Task PatchOneAsync(CommandContext context, ResourceItem item, string text, string type, bool isLocal)
    {
        if (isLocal || context.DryRun() == "client")
        {
            if (isLocal && type == Patches.StrategicType && KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is null) { throw new CliException($"strategic merge patch is not supported for {item.Type.ApiVersion}, Kind={item.Type.Kind} locally, try --type merge"); }
            var local = Patches.Apply(item.Object, Read(text), type, item.Type);
            Say(context, local, local.Equals(item.Object));
            return;
        }
        var path = item.Type.PathOf(item.Namespace, item.Name, context.Flags.Text("subresource"));
        var changed = await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-patch"), text.TrimStart() is ['{' or '[', ..] ? System.Text.Encoding.UTF8.GetBytes(text) : Yaml.Read(text).ToUtf8(), type, context.Cancellation);
        if (context.ChangeCause.Length > 0 && changed is ObjectNode patched && context.Recorded(ObjectNode.Empty) is var note && !context.Recorded(patched).Equals(patched))
        {
            await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-patch"), note.ToUtf8(), Patches.MergeType, context.Cancellation);
        }
        Say(context, changed, Bare(changed).Equals(Bare(item.Object)));
    }

    // Compat: patch does not say that it was a dry run.
    private static void Say(CommandContext context, Node changed, bool isSame)
    {
        if (context.Printer() is { } printer) { printer.Print(changed, context.Out); }
        else { context.Out.WriteLine($"{Printing.ObjectPrinter.NameOf(changed)} {(isSame ? "patched (no change)" : "patched")}"); }
    }

    private static Node Bare(Node node) => node.With(["metadata", "managedFields"], null).With(["metadata", "resourceVersion"], null);

    private static Node Read(string text)
    {
        try { return Yaml.Read(text) is var node && node is ObjectNode or ArrayNode ? node : throw new FormatException("json: cannot unmarshal string into Go value of type map[string]interface {}"); }
        catch (Exception e) when (e is FormatException or JsonException) { throw new CliException($"unable to parse \"{text}\": {e.Message}"); }
    }
}
