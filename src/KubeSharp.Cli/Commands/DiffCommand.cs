using System.ComponentModel;
using System.Diagnostics;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl diff, kustomize.</summary>
internal static class DiffCommand
{
    private const int DifferentCode = 1;

    /// <summary>diff</summary>
    public static Command Diff { get; } = new("diff", "Show what apply would change", "-f FILENAME", RunAsync) { FailedCode = 2 };

    /// <summary>kustomize</summary>
    public static Command Kustomize { get; } = new("kustomize", "Print the objects of a kustomization", "DIR [flags]", KustomizeAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        await Check.NoWords(context);
        await Check.Files(context);
        if (context.Flags.Bool("force-conflicts") && !context.Flags.Bool("server-side")) { throw new CliException("--force-conflicts only works with --server-side"); }
        var selection = await context.SelectionAsync();
        if (context.Flags.Bool("prune")) { await Prune.CheckKindsAsync(context); }
        var reader = await context.ReaderAsync();
        var (live, merged) = (Folder("LIVE"), Folder("MERGED"));
        try
        {
            var applied = new List<Node>();
            foreach (var item in await reader.FromFilesAsync(selection, context.Cancellation))
            {
                var (before, after) = await SidesAsync(context, item);
                applied.Add(after);
                await File.WriteAllTextAsync(Path.Combine(live, NameOf(item)), before is null ? (item.Type.Kind == "Secret" && !context.Flags.Bool("show-secrets") ? "null\n" : "") : Text(context, Masked(context, before, after, "before")), context.Cancellation);
                await File.WriteAllTextAsync(Path.Combine(merged, NameOf(item)), Text(context, Masked(context, after, before, "after")), context.Cancellation);
            }
            foreach (var item in context.Flags.Bool("prune") ? await LeftAsync(context, applied) : [])
            {
                await File.WriteAllTextAsync(Path.Combine(live, NameOf(item)), Yaml.Write(FieldOrder.Sorted(Masked(context, item.Object, null, "before"))), context.Cancellation);
            }
            reader.ThrowFailures();
            return await CompareAsync(context, live, merged);
        }
        finally
        {
            Directory.Delete(live, recursive: true);
            Directory.Delete(merged, recursive: true);
        }
    }

    // Compat: that it cannot be said what would be pruned is no failure here.
    private static async Task<IReadOnlyList<ResourceItem>> LeftAsync(CommandContext context, IReadOnlyList<Node> applied)
    {
        try { return await Prune.LeftAsync(context, applied); }
        catch (CliException e)
        {
            context.Error.WriteLine(KlogLine.Of('W', context.Terminal.Time.GetLocalNow(), "diff.go:760", $"pruning failed and could not be evaluated err: {e.Message}"));
            return [];
        }
    }

    private static string Folder(string side) => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{side}-{Random.Shared.NextInt64(uint.MaxValue)}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    private static async Task<(ObjectNode? Before, ObjectNode After)> SidesAsync(CommandContext context, ResourceItem item)
    {
        var server = await context.ServerAsync();
        ObjectNode? live = null;
        try { live = (ObjectNode)await server.GetAsync(item.Path, context.Cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
        if (context.Flags.Bool("server-side"))
        {
            var query = $"?dryRun=All&fieldManager={Uri.EscapeDataString(context.Flags.IsSet("field-manager") ? context.Flags.Text("field-manager") : "kubectl")}&force={(context.Flags.Bool("force-conflicts") ? "true" : "false")}";
            try { return (live, (ObjectNode)await server.CallAsync(HttpMethod.Patch, item.Path + query, FieldOrder.Sorted(item.Object).ToUtf8(), "application/apply-patch+yaml", context.Cancellation)); }
            catch (StatusException e) when (e.Is(StatusReason.Conflict))
            {
                // Compat: upstream takes others' fields for changes meanwhile, and tries it again.
                context.Error.WriteLine(KlogLine.Of('W', context.Terminal.Time.GetLocalNow(), "diff.go:723", $"Object ({item.Type.Group}/{item.Type.Version}, Kind={item.Type.Kind}: {item.Name}) keeps changing, diffing without lock"));
                throw;
            }
        }
        // Compat: what was applied last is no part of it, but it has annotations, be there none.
        var wanted = (ObjectNode)item.Object.With(["metadata", "annotations"], (item.Object.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty).Remove(LastApplied.Annotation));
        var manager = $"?dryRun=All&fieldManager={Uri.EscapeDataString(context.Flags.Text("field-manager"))}";
        if (live is null) { return (null, (ObjectNode)await server.CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace) + manager, wanted.ToUtf8(), "application/json", context.Cancellation)); }
        var (patch, type) = ApplyCommand.Difference(item, wanted, live);
        return (live, patch.Count == 0 ? live : (ObjectNode)await server.CallAsync(HttpMethod.Patch, item.Path + manager, patch.With(["metadata", "resourceVersion"], live.At("metadata", "resourceVersion")).ToUtf8(), type, context.Cancellation));
    }

    private static string Text(CommandContext context, ObjectNode content)
    {
        Node shown = context.Flags.Bool("show-managed-fields") ? content : content.With(["metadata", "managedFields"], null);
        return Yaml.Write(FieldOrder.Sorted(shown));
    }

    private static string NameOf(ResourceItem item) => $"{(item.Type.Group.Length > 0 ? item.Type.Group + "." : "")}{item.Type.Version}.{item.Type.Kind}.{item.Namespace}.{item.Name}";

    // Of secrets only whether their values differ is shown, unless asked for.
    private static ObjectNode Masked(CommandContext context, ObjectNode content, ObjectNode? other, string side)
    {
        if (context.Flags.Bool("show-secrets") || content.TextAt("kind") != "Secret" || content["data"] is not ObjectNode data) { return content; }
        string Mask(string key, Node value) => other?.At("data", key) is { } there && !there.Equals(value) ? $"*** ({side})" : "***";
        return content.Set("data", ObjectNode.Of([.. data.Select(d => (d.Key, (Node?)Mask(d.Key, d.Value)))]));
    }

    private static async Task<int> CompareAsync(CommandContext context, string live, string merged)
    {
        // Compat: of a program's own words those stand behind the folders that are letters, digits, dashes and signs of equality; others are dropped.
        string[] words = context.Terminal.Variable("KUBECTL_EXTERNAL_DIFF") is not { Length: > 0 } own ? ["diff", "-u", "-N", live, merged]
            : own.Split(' ') is [var program, .. var more] ? [program, live, merged, .. more.Where(static w => w.Length > 0 && w.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '='))] : [];
        await context.Out.FlushAsync(context.Cancellation);
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var word in words.Skip(1)) { start.ArgumentList.Add(word); }
        try
        {
            using var process = Process.Start(start)!;
            await process.StandardOutput.BaseStream.CopyToAsync(context.Terminal.OutBytes, context.Cancellation);
            await process.WaitForExitAsync(context.Cancellation);
            return process.ExitCode <= DifferentCode ? process.ExitCode : throw new CliException($"exit status {process.ExitCode}", process.ExitCode);
        }
        catch (Win32Exception) { throw new CliException($"failed to run \"{words[0]}\": executable file not found in $PATH"); }
    }

    private static Task<int> KustomizeAsync(CommandContext context)
    {
        if (context.Arguments.Count > 1) { throw new CliException("specify one path to kustomization.yaml"); }
        var folder = context.Arguments.Count > 0 ? context.Arguments[0] : ".";
        string[] versions = [.. context.Flags.List("helm-api-versions").SelectMany(static v => new[] { "--api-versions", v }), .. context.Flags.Text("helm-kube-version") is { Length: > 0 } version ? new[] { "--kube-version", version } : []];
        var helm = context.Flags.Bool("enable-helm") ? new Cli.Kustomize.HelmCharts(context.Flags.Text("helm-command"), versions) : null;
        var restriction = context.Flags.Text("load-restrictor");
        if (restriction is not ("" or "LoadRestrictionsRootOnly" or "LoadRestrictionsNone")) { throw new CliException($"illegal flag value --load-restrictor {restriction}; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]"); }
        try
        {
            WriteBuilt(context, Cli.Kustomize.KustomizationBuilder.Build(folder, helm, context.Error.WriteLine, restriction == "LoadRestrictionsNone"));
            return Task.FromResult(0);
        }
        // Compat: here a failure begins with "error: ", where -k is given it stands as it is.
        catch (CliException e) when (e.IsPlain) { throw new CliException(e.Message); }
    }

    // To the output, to one file, or to a file an object in a folder.
    private static void WriteBuilt(CommandContext context, IReadOnlyList<ObjectNode> objects)
    {
        string Text(ObjectNode content) => Yaml.Write(FieldOrder.Sorted(content));
        var target = context.Flags.Text("output");
        if (target.Length == 0) { context.Out.Write(string.Join("---\n", objects.Select(Text))); }
        else if (!Directory.Exists(target))
        {
            try { File.WriteAllText(target, string.Join("---\n", objects.Select(Text))); }
            catch (DirectoryNotFoundException) { throw new CliException($"open {target}: no such file or directory"); }
        }
        else
        {
            var several = objects.Select(static o => o.TextOr("default", "metadata", "namespace")).Distinct().Count() > 1;
            foreach (var content in objects)
            {
                var parts = new[] { several ? content.TextOr("default", "metadata", "namespace") : "", content.Text("apiVersion").Replace('/', '_'), content.Text("kind"), content.Text("metadata", "name") };
                File.WriteAllText(Path.Combine(target, $"{string.Join('_', parts.Where(static p => p.Length > 0)).ToLowerInvariant()}.yaml"), Text(content));
            }
        }
    }
}
