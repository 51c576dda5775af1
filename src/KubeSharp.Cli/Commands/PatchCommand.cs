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
    public static Command Patch { get; } = new("patch", "Change fields of an object", "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]", RunAsync) { Checks = [Check.DryRun, Check.Connection] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var (patch, file, isLocal) = (flags.Text("patch"), flags.Text("patch-file"), flags.Bool("local"));
        if (patch.Length > 0 && file.Length > 0) { throw new CliException("cannot specify --patch and --patch-file together"); }
        if (patch.Length + file.Length == 0) { throw new CliException("must specify --patch or --patch-file containing the contents of the patch"); }
        if (isLocal && context.Arguments.Count > 0) { throw new CliException("cannot specify --local and server resources"); }
        await Check.Local(context);
        var type = flags.Text("type").ToLowerInvariant() switch
        {
            "" or "strategic" => Patches.StrategicType,
            "merge" => Patches.MergeType,
            "json" => Patches.JsonType,
            _ => throw new CliException($"--type must be one of [json merge strategic], not \"{flags.Text("type")}\""),
        };
        var text = file.Length > 0 ? await ReadFileAsync(file, context.Cancellation) : patch;
        Sent(text);
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync();
        var items = isLocal ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation, i => PatchOneAsync(context, i, text, type, isLocal));
        reader.RequireSome(items, "patch");
        foreach (var item in isLocal ? items : []) { await reader.VisitAsync(item, i => PatchOneAsync(context, i, text, type, isLocal)); }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellation)
    {
        try { return await File.ReadAllTextAsync(path, cancellation); }
        catch (IOException) { throw new CliException($"unable to read patch file: open {path}: no such file or directory"); }
    }

    private static async Task PatchOneAsync(CommandContext context, ResourceItem item, string patch, string type, bool isLocal)
    {
        if (isLocal || context.DryRun() == "client")
        {
            if (isLocal && type == Patches.StrategicType && KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is null) { throw new CliException($"strategic merge patch is not supported for {item.Type.ApiVersion}, Kind={item.Type.Kind} locally, try --type merge"); }
            var local = Patches.Apply(item.Object, Read(patch), type, item.Type);
            Say(context, local, local.Equals(item.Object));
            return;
        }
        var path = item.Type.PathOf(item.Namespace, item.Name, context.Flags.Text("subresource"));
        Node changed;
        try { changed = await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-patch"), Sent(patch), type, context.Cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.UnsupportedMediaType)) { throw new CliException($"{type} is not supported by {item.Type.Group}/{item.Type.Version}, Kind={item.Type.Kind}: {e.Message}"); }
        if (context.ChangeCause.Length > 0 && changed is ObjectNode patched && context.Recorded(ObjectNode.Empty) is var note && !context.Recorded(patched).Equals(patched))
        {
            await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, path + context.ChangeQuery("kubectl-patch"), note.ToUtf8(), Patches.MergeType, context.Cancellation);
        }
        Say(context, changed, changed.Equals(item.Object));
    }

    // Compat: patch does not say that it was a dry run.
    private static void Say(CommandContext context, Node changed, bool isSame)
    {
        if (context.Printer() is { } printer) { printer.Print(changed, context.Out); }
        else { context.Out.WriteLine($"{Printing.ObjectPrinter.NameOf(changed)} {(isSame ? "patched (no change)" : "patched")}"); }
    }

    // Compat: what looks like JSON is sent as it is, and the server says what is wrong with it.
    private static byte[] Sent(string text) => text.TrimStart() is ['{', ..] ? System.Text.Encoding.UTF8.GetBytes(text) : Read(text).ToUtf8();

    private static Node Read(string text)
    {
        try { return ManifestReader.Documents(text) is [var node, ..] ? node : NullNode.Instance; }
        catch (Exception e) when (e is FormatException or JsonException) { throw new CliException($"unable to parse \"{text}\": {e.Message}"); }
    }
}
