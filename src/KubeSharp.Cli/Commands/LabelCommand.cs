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
    public static Command Label { get; } = new("label", "Change labels", "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]", c => RunAsync(c, "labels", "label"));

    /// <summary>annotate</summary>
    public static Command Annotate { get; } = new("annotate", "Change annotations", "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]", c => RunAsync(c, "annotations", "annotation"));

    private const string LocalNeedsFiles = "can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set";

    private static async Task<int> RunAsync(CommandContext context, string field, string noun)
    {
        var split = context.Arguments.ToList().FindIndex(static a => a.Contains('=', StringComparison.Ordinal) || a.EndsWith('-'));
        IReadOnlyList<string> words = split < 0 ? context.Arguments : [.. context.Arguments.Take(split)];
        var changes = split < 0 ? [] : context.Arguments.Skip(split).ToArray();
        if (words.Count == 0 && !(await context.SelectionAsync()).HasFiles) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        var isList = context.Flags.Bool("list");
        if (context.Flags.Bool("local") && !(await context.SelectionAsync()).HasFiles) { throw new CliException(LocalNeedsFiles); }
        if (changes.Length == 0 && !isList) { throw new CliException($"at least one {noun} update is required"); }
        var (set, removed) = Parse(changes, noun);
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync(words);
        var items = context.Flags.Bool("local") ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        foreach (var item in items)
        {
            if (isList) { List(context, item, field, items.Count); continue; }
            try { await ChangeAsync(context, item, field, noun, set, removed); }
            catch (Exception e) when (e is StatusException or CliException) { reader.Failures.Add(e); }
        }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task ChangeAsync(CommandContext context, ResourceItem item, string field, string noun, Dictionary<string, string> set, List<string> removed)
    {
        var before = item.Object.At("metadata", field) as ObjectNode ?? ObjectNode.Empty;
        if (!context.Flags.Bool("overwrite"))
        {
            var taken = set.Where(s => before.TextAt(s.Key) is { } old && old != s.Value).Select(s => noun == "label" ? $"'{s.Key}' already has a value ({before.TextAt(s.Key)}), and --overwrite is false" : $"--overwrite is false but found the following declared annotation(s): '{s.Key}' already has a value ({before.TextAt(s.Key)})").ToArray();
            if (taken.Length > 0) { throw new CliException(taken[0]); }
        }
        foreach (var key in removed.Where(k => before[k] is null)) { if (noun == "label") { context.Out.WriteLine($"label \"{key}\" not found."); } }
        var after = set.Aggregate(removed.Aggregate(before, static (b, k) => b.Remove(k)), static (b, s) => b.Set(s.Key, s.Value));
        var version = context.Flags.Text("resource-version");
        var isSame = after.Equals(before);
        Node changed = (ObjectNode)item.Object.With(["metadata", field], after);
        if (context.DryRun() != "client" && !context.Flags.Bool("local") && !isSame)
        {
            var patch = ObjectNode.Of([.. set.Select(static s => (s.Key, (Node?)s.Value)), .. removed.Where(k => before[k] is not null).Select(static k => (k, (Node?)NullNode.Instance))]);
            var body = context.Recorded(ObjectNode.Of(("metadata", ObjectNode.Of((field, patch), ("resourceVersion", version.Length > 0 ? version : null)))));
            changed = await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery(context.Flags.Text("field-manager")), body.ToUtf8(), Patches.MergeType, context.Cancellation);
        }
        context.Report(changed, noun == "annotation" ? "annotated" : Done(before, after, set, removed));
    }

    private static string Done(ObjectNode before, ObjectNode after, Dictionary<string, string> set, List<string> removed) =>
        after.Equals(before) ? "not labeled" : removed.Any(k => before[k] is not null) && set.Count == 0 ? "unlabeled" : "labeled";

    private static void List(CommandContext context, ResourceItem item, string field, int count)
    {
        if (count > 1) { context.Out.WriteLine($"Listing {field} for {item.Type.Kind}.{(item.Type.Group.Length > 0 ? $"{item.Type.Group}/" : "")}{item.Type.Version}/{item.Name}:"); }
        foreach (var (key, value) in (item.Object.At("metadata", field) as ObjectNode ?? ObjectNode.Empty).OrderBy(static l => l.Key, StringComparer.Ordinal))
        {
            context.Out.WriteLine($"{(count > 1 ? " " : "")}{key}={(value as StringNode)?.Value}");
        }
    }

    private static (Dictionary<string, string> Set, List<string> Removed) Parse(IReadOnlyList<string> changes, string noun)
    {
        var (set, removed) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        foreach (var change in changes)
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                if (noun == "label" && change.IndexOf('=', at + 1) > 0) { throw new CliException($"invalid label spec: {change}"); }
                if (noun == "label" && !LabelNames.IsLabelValue(change[(at + 1)..])) { throw new CliException($"invalid label value: \"{change[..at]}={change[(at + 1)..]}\": {LabelNames.LabelValueRule}"); }
                set[change[..at]] = change[(at + 1)..];
            }
            else if (at < 0 && change.EndsWith('-') && change.Length > 1) { removed.Add(change[..^1]); }
            else { throw new CliException($"unknown {noun} spec: {change}"); }
        }
        if (set.Keys.FirstOrDefault(removed.Contains) is { } both) { throw new CliException($"can not both modify and remove {(noun == "label" ? "a label" : "the following annotation(s)")} in the same command{(noun == "label" ? "" : $": {both}")}"); }
        return (set, removed);
    }
}
