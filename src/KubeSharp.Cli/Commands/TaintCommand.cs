using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl taint.</summary>
internal static class TaintCommand
{
    private const string KeyRule = LabelNames.QualifiedNameRule;

    /// <summary>taint</summary>
    public static Command Taint { get; } = new("taint", "Change the taints of nodes", "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N", RunAsync) { Checks = [Check.Connection, Check.DryRun, Check.Validation] };

    private sealed record Spec(string Key, string Value, string Effect, bool IsRemoval)
    {
        /// <summary>Whether a taint is the one meant: the same key, and the same effect where one is named.</summary>
        public bool Fits(Node taint) => taint.Text("key") == Key && (Effect.Length == 0 || taint.Text("effect") == Effect);
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var (words, specs) = Split(context.Arguments);
        if (words.Count == 0) { throw new CliException("one or more resources must be specified as <resource> <name>"); }
        if (specs.Count == 0) { throw new CliException("at least one taint update is required"); }
        var (added, removed) = Parse(specs);
        if (await KindAsync(context, words[0]) != "Node") { throw new CliException($"invalid resource type {words[0].ToLowerInvariant()}, only node types are supported"); }
        var both = added.SelectMany(a => removed.Where(r => r.Key == a.Key && (r.Effect.Length == 0 || r.Effect == a.Effect))).Select(static r => $"{r.Key}={r.Effect}").ToArray();
        if (both.Length > 0) { throw new CliException($"can not both modify and remove the following taint(s) in the same command: {string.Join(", ", both)}"); }
        var (isAll, selector) = (context.Flags.Bool("all"), context.Flags.Text("selector"));
        if (isAll && selector.Length > 0) { throw new CliException("setting 'all' parameter with a non empty selector is prohibited"); }
        if (!isAll && selector.Length == 0 && words.Count < 2) { throw new CliException("at least one resource name must be specified since 'all' parameter is not set"); }
        var reader = await context.ReaderAsync();
        var selection = await context.TypedSelectionAsync(isAll || selector.Length > 0 ? ["nodes"] : Selection.Pairs("nodes", words.Skip(1)));
        await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation, n => ChangeAsync(context, n, added, removed));
        reader.ThrowFailures();
        return 0;
    }

    // Compat: that there is no such type is told without "error: ".
    private static async Task<string> KindAsync(CommandContext context, string word)
    {
        try { return (await (await context.MapperAsync()).FindAsync(word, context.Cancellation)).Kind; }
        catch (CliException e) when (e.Unreached.Length == 0) { throw new CliException(e.Message, isPlain: true); }
    }

    private static async Task ChangeAsync(CommandContext context, ResourceItem node, List<Spec> added, List<Spec> removed)
    {
        var isOverwriting = context.Flags.Bool("overwrite");
        var before = node.Object.Items("spec", "taints").ToList();
        var there = added.Where(a => before.Any(a.Fits)).Select(static a => a.Key).ToArray();
        if (!isOverwriting && there.Length > 0) { throw new CliException($"node {node.Name} already has {string.Join(',', there)} taint(s) with same effect(s) and --overwrite is false"); }
        List<Node> after = [.. added.Select(static a => (Node)ObjectNode.Of(("key", a.Key), ("value", a.Value.Length > 0 ? a.Value : null), ("effect", a.Effect))), .. before.Where(b => !added.Exists(a => a.Fits(b)))];
        var isAdded = after.Count != before.Count;
        var (isRemoved, missing) = (false, new List<string>());
        foreach (var spec in removed)
        {
            isRemoved = after.RemoveAll(spec.Fits) > 0;
            if (!isRemoved) { missing.Add($"taint \"{spec.Key}{(spec.Effect.Length > 0 ? $":{spec.Effect}" : "")}\" not found"); }
        }
        if (missing.Count > 0) { throw new AggregateException(missing.Select(static m => new CliException(m))); }
        var done = (isAdded && isRemoved) || isOverwriting ? "modified" : isAdded ? "tainted" : "untainted";
        var patch = ObjectNode.Of(("spec", ObjectNode.Of(("taints", after.Count > 0 ? new ArrayNode([.. after]) : NullNode.Instance))));
        Node changed = context.DryRun() == "client" ? Patches.Apply(node.Object, patch, Patches.MergeType, node.Type)
            : await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, node.Path + context.ChangeQuery("kubectl-taint", validates: true), patch.ToUtf8(), Patches.MergeType, context.Cancellation);
        // Compat: a dry run is not named as one.
        if (context.Printer(isTyped: true) is { } printer) { printer.Print(changed, context.Out); }
        else { context.Out.WriteLine($"node/{node.Name} {done}"); }
    }

    private static (List<string> Words, List<string> Specs) Split(IReadOnlyList<string> arguments)
    {
        var (words, specs) = (new List<string>(), new List<string>());
        foreach (var argument in arguments)
        {
            if (argument.Contains('=', StringComparison.Ordinal) || argument.Contains(':', StringComparison.Ordinal) || argument.EndsWith('-')) { specs.Add(argument); }
            else if (specs.Count > 0) { throw new CliException($"all resources must be specified before taint changes: {argument}"); }
            else { words.Add(argument); }
        }
        return (words, specs);
    }

    private static (List<Spec> Added, List<Spec> Removed) Parse(IEnumerable<string> texts)
    {
        var (added, removed) = (new List<Spec>(), new List<Spec>());
        foreach (var text in texts)
        {
            var isRemoval = text.EndsWith('-');
            var spec = ParseOne(isRemoval ? text[..^1] : text) with { IsRemoval = isRemoval };
            if (isRemoval) { removed.Add(spec); continue; }
            if (spec.Effect.Length == 0) { throw CliException.Usage($"invalid taint spec: {text}"); }
            if (added.Exists(a => a.Key == spec.Key && a.Effect == spec.Effect)) { throw CliException.Usage($"duplicated taints with the same key and effect: {{{spec.Key} {spec.Value} {spec.Effect} <nil>}}"); }
            added.Add(spec);
        }
        return (added, removed);
    }

    private static Spec ParseOne(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 2) { throw CliException.Usage($"invalid taint spec: {text}"); }
        var effect = parts.Length == 2 ? parts[1] : "";
        if (parts.Length == 2 && effect is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute")) { throw CliException.Usage($"invalid taint effect: {effect}, unsupported taint effect"); }
        var pair = parts.Length == 2 ? parts[0].Split('=') : [parts[0]];
        if (pair.Length > 2) { throw CliException.Usage($"invalid taint spec: {text}"); }
        var (key, value) = (pair[0], pair.Length == 2 ? pair[1] : "");
        if (!LabelNames.IsLabelValue(value)) { throw CliException.Usage($"invalid taint spec: {text}, {LabelNames.LabelValueRule}"); }
        if (!LabelNames.IsQualifiedName(key)) { throw CliException.Usage($"invalid taint spec: {text}, {Wrong(key)}"); }
        return new Spec(key, value, effect, false);
    }

    private static string Wrong(string key)
    {
        if (key.Length == 0) { return $"name part must be non-empty; {KeyRule}"; }
        return key.Count(static c => c == '/') > 1
            ? $"a valid label key {KeyRule["name part ".Length..]} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            : KeyRule;
    }
}
