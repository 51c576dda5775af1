using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl label, annotate.</summary>
internal static class LabelCommand
{
    /// <summary>label</summary>
    public static Command Label { get; } = new("label", "Change labels", "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]", c => RunAsync(c, "labels", "label")) { Checks = [Check.DryRun] };

    /// <summary>annotate</summary>
    public static Command Annotate { get; } = new("annotate", "Change annotations", "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]", c => RunAsync(c, "annotations", "annotation")) { Checks = [Check.DryRun, Check.Format, Check.Connection] };

    private static async Task<int> RunAsync(CommandContext context, string field, string noun)
    {
        var (isLabel, flags) = (noun == "label", context.Flags);
        var (words, changes) = Pairs.Split(context.Arguments, noun);
        if (isLabel) { CheckLabels(changes); }
        var (set, removed) = Pairs.Read(changes, noun);
        var both = removed.Where(set.ContainsKey).ToArray();
        if (isLabel && both.Length > 0) { throw new CliException("can not both modify and remove a label in the same command"); }
        var (isList, isLocal) = (flags.Bool("list"), flags.Bool("local"));
        if (isList && flags.Text("output").Length > 0) { throw new CliException("--list and --output may not be specified together"); }
        var selection = await context.SelectionAsync(words) with { IsAll = false };
        await Check.AllOrSome(context);
        await Check.Local(context);
        if (isLocal && words.Count > 0) { throw new CliException($"can only use local files by -f {(isLabel ? "pod.yaml or --filename=pod.json" : "rsrc.yaml or --filename=rsrc.json")} when --local=true is set"); }
        if (isLocal && !selection.HasFiles) { throw new CliException($"one or more files must be specified as -f {(isLabel ? "pod.yaml or --filename=pod.json" : "rsrc.yaml or --filename=rsrc.json")}"); }
        if (words.Count == 0 && !selection.HasFiles) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        if (changes.Count == 0 && !isList) { throw new CliException($"at least one {noun} update is required"); }
        if (both.Length > 0) { throw new CliException($"can not both modify and remove the following annotation(s) in the same command: {string.Join(", ", both)}"); }
        var reader = await context.ReaderAsync();
        if (!isLocal) { await reader.CheckAsync(selection, context.Cancellation, allowsAllOfType: flags.Bool("all")); }
        var isOne = selection.NamesOne;
        if (!isOne && flags.Text("resource-version").Length > 0) { throw new CliException("--resource-version may only be used with a single resource"); }
        Task VisitAsync(ResourceItem item) => isList ? ListAsync(context, item, field, noun, set, removed, isOne) : ChangeAsync(context, item, field, noun, set, removed);
        if (!isLocal) { await reader.OnServerAsync(selection, allowsAllOfType: flags.Bool("all"), context.Cancellation, VisitAsync); }
        foreach (var item in isLocal ? await reader.FromFilesAsync(selection with { LabelSelector = "" }, context.Cancellation) : []) { await reader.VisitAsync(item, VisitAsync); }
        reader.ThrowFailures();
        return 0;
    }

    private static void CheckLabels(IReadOnlyList<string> changes)
    {
        foreach (var change in changes.Where(static c => c.Contains('=', StringComparison.Ordinal)))
        {
            if (change.Split('=') is not [_, var value]) { throw new CliException($"invalid label spec: {change}"); }
            if (!LabelNames.IsLabelValue(value)) { throw new CliException($"invalid label value: \"{change}\": {LabelNames.LabelValueRule}"); }
        }
    }

    private static async Task ChangeAsync(CommandContext context, ResourceItem item, string field, string noun, Dictionary<string, string> set, List<string> removed)
    {
        var before = item.Object.At("metadata", field) as ObjectNode ?? ObjectNode.Empty;
        var isHere = context.DryRun() == "client" || context.Flags.Bool("local");
        if (noun == "label" && !isHere)
        {
            foreach (var key in removed.Where(k => before[k] is null)) { context.Out.WriteLine($"label \"{key}\" not found."); }
        }
        var after = Changed(context, before, noun, set, removed);
        var version = context.Flags.Text("resource-version");
        var isSame = after.Equals(before);
        // Compat: where all are gone the labels of nothing are left.
        Node changed = item.Object.With(["metadata", field], after);
        if (version.Length > 0) { changed = changed.With(["metadata", "resourceVersion"], version); }
        // Compat: annotations that are there are sent, too.
        if (!isHere && !(isSame && noun == "label"))
        {
            var patch = ObjectNode.Of([.. set.Where(s => before.TextAt(s.Key) != s.Value).Select(static s => (s.Key, (Node?)s.Value)), .. removed.Where(k => before[k] is not null).Select(static k => (k, (Node?)NullNode.Instance))]);
            var body = context.Recorded(ObjectNode.Of(("metadata", patch.Count + version.Length > 0 ? ObjectNode.Of((field, patch.Count > 0 ? patch : null), ("resourceVersion", version.Length > 0 ? version : null)) : null)));
            var sent = await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery(context.Flags.Text("field-manager")), body.ToUtf8(), Patches.MergeType, context.Cancellation);
            if (noun == "annotation") { changed = sent; }
        }
        context.Report(changed, noun == "annotation" ? "annotated" : Done(before, after, set, removed));
    }

    private static ObjectNode Changed(CommandContext context, ObjectNode before, string noun, Dictionary<string, string> set, List<string> removed)
    {
        if (!context.Flags.Bool("overwrite"))
        {
            var taken = set.Where(s => before.TextAt(s.Key) is { } old && old != s.Value && (noun == "label" || s.Key != CommandContext.CauseAnnotation)).Select(s => $"'{s.Key}' already has a value ({before.TextAt(s.Key)})").ToArray();
            if (taken.Length > 0) { throw new CliException(noun == "annotation" ? $"--overwrite is false but found the following declared annotation(s): {string.Join("; ", taken)}" : taken is [var only] ? $"{only}, and --overwrite is false" : $"[{string.Join(", ", taken.Select(static t => $"{t}, and --overwrite is false"))}]"); }
        }
        return set.Aggregate(removed.Aggregate(before, static (b, k) => b.Remove(k)), static (b, s) => b.Set(s.Key, s.Value));
    }

    private static string Done(ObjectNode before, ObjectNode after, Dictionary<string, string> set, List<string> removed) => (set.Any(s => before.TextAt(s.Key) != s.Value), removed.Any(k => before[k] is not null)) switch
    {
        (true, true) => "modified",
        (true, false) => "labeled",
        (false, true) => "unlabeled",
        _ => "not labeled",
    };

    // Compat: what is listed is as it would be after the changes.
    private static Task ListAsync(CommandContext context, ResourceItem item, string field, string noun, Dictionary<string, string> set, List<string> removed, bool isOne)
    {
        var shown = Changed(context, item.Object.At("metadata", field) as ObjectNode ?? ObjectNode.Empty, noun, set, removed);
        if (!isOne) { context.Out.WriteLine($"Listing {field} for {item.Type.Kind}.{item.Type.Group}/{item.Name}:"); }
        foreach (var (key, value) in shown.OrderBy(static l => l.Key, StringComparer.Ordinal)) { context.Out.WriteLine($"{(isOne ? "" : " ")}{key}={(value as StringNode)?.Value}"); }
        return Task.CompletedTask;
    }
}
