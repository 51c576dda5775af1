using System.IO.Enumeration;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl set env.</summary>
internal static class SetEnvironment
{
    /// <summary>set env</summary>
    public static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        IReadOnlyList<string> words = [.. context.Arguments.Where(static a => !IsChange(a))];
        if (context.Arguments.SkipWhile(static a => !IsChange(a)).Any(static a => !IsChange(a))) { throw new CliException($"all resources must be specified before environment changes: {string.Join(' ', context.Arguments)}"); }
        var given = new List<string>();
        if (flags.List("filename").Contains("-") && flags.List("env").Concat(context.Arguments).Contains("-")) { throw new CliException("standard input cannot be used for multiple arguments"); }
        foreach (var text in flags.List("env").Concat(context.Arguments.Where(IsChange))) { given.AddRange(text == "-" ? await FromInputAsync(context) : [text]); }
        var (set, removed) = Changes(given);
        var chosen = flags.Text("containers") is { Length: > 0 } pattern ? pattern : "*";
        if (words.Count == 0 && flags.List("filename").Count == 0) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        var imported = flags.Text("from") is { Length: > 0 } from ? await ImportedAsync(context, from) : [];
        if (flags.Bool("list") && flags.Text("output").Length > 0) { throw new CliException("--list and --output may not be specified together"); }
        if (flags.List("keys").Count > 0 && flags.Text("from").Length == 0) { throw new CliException("when specifying --keys, a configmap or secret must be provided with --from"); }
        if (flags.Bool("list")) { return await ListAsync(context, words, chosen, c => Changed(context, c, set, removed, imported, null)); }
        return await SetCommand.EachAsync(context, words, item =>
        {
            if (!SetCommand.HasContainer(item, chosen)) { context.Terminal.Warn($"{item.Type.Kind}/{item.Name} does not have any containers matching \"{chosen}\""); }
            return SetCommand.Containers(item, c => Fits(chosen, c.Text("name")), c => Changed(context, c, set, removed, imported, item));
        }, "env updated", "failed to patch env update to pod template:");
    }

    private static ObjectNode Changed(CommandContext context, ObjectNode c, List<Node> set, List<string> removed, List<Node> imported, Resources.ResourceItem? item)
    {
        var variables = (c["env"] as ArrayNode ?? ArrayNode.Empty).Where(e => !removed.Contains(e.Text("name"))).ToList();
        // Compat: of a variable given twice the first counts.
        foreach (var variable in imported.Concat(set.DistinctBy(static s => s.Text("name"))))
        {
            var at = variables.FindIndex(e => e.Text("name") == variable.Text("name"));
            if (at >= 0 && variables[at].Text("value") != variable.Text("value") && !context.Flags.Bool("overwrite")) { throw new CliException($"{(item is null ? "" : $"{item.Type.Plural}/{item.Name} ")}'{variable.Text("name")}' already has a value ({variables[at].Text("value")}), and --overwrite is false"); }
            if (at >= 0) { variables[at] = variable; }
            else { variables.Add(variable); }
        }
        return variables.Count > 0 ? c.Set("env", new ArrayNode([.. variables])) : c.Remove("env");
    }

    /// <summary>Whether a name fits a pattern of * and ?.</summary>
    public static bool Fits(string pattern, string name) => pattern.Length == 0 || pattern.Split(',').Any(p => FileSystemName.MatchesSimpleExpression(p, name, ignoreCase: false));

    private static bool IsChange(string word) => word.IndexOf('=', StringComparison.Ordinal) > 0 || (word.Length > 1 && word.EndsWith('-'));

    private static (List<Node> Set, List<string> Removed) Changes(IReadOnlyList<string> words)
    {
        var (set, removed) = (new List<Node>(), new List<string>());
        foreach (var word in words)
        {
            if (word.Split('=', 2) is [{ Length: > 0 } name, var value] && !CreateConfig.IsVariable(name)) { throw new CliException($"\"{name}\" is not a valid key name: {CreateConfig.VariableRule}"); }
            if (word.Split('=', 2) is [{ Length: > 0 } name2, var value2]) { set.Add(ObjectNode.Of(("name", name2), ("value", value2))); }
            else if (word.EndsWith('-')) { removed.Add(word[..^1]); }
            else { throw new CliException($"environment variables must be of the form key=value, not {word}"); }
        }
        if (set.Exists(s => removed.Contains(s.Text("name")))) { throw new CliException("can not both modify and remove the same environment variable in the same command"); }
        return (set, removed);
    }

    private static async Task<IReadOnlyList<string>> FromInputAsync(CommandContext context) =>
        [.. (await context.Terminal.ReadAllAsync(context.Cancellation)).Split('\n').Select(static l => l.Trim()).Where(static l => l.Length > 0 && !l.StartsWith('#'))];

    private static async Task<List<Node>> ImportedAsync(CommandContext context, string from)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(await context.SelectionAsync([from]) with { Files = [], LabelSelector = "", IsAll = false }, allowsAllOfType: false, context.Cancellation);
        reader.ThrowFailures();
        var (keys, prefix) = (context.Flags.List("keys"), context.Flags.Text("prefix"));
        if (items[0].Type.Kind is not ("Secret" or "ConfigMap")) { throw new CliException("unsupported resource specified in --from"); }
        var isSecret = items[0].Type.Kind == "Secret";
        return [.. (items[0].Object["data"] as ObjectNode ?? ObjectNode.Empty).Select(static d => d.Key).Where(k => keys.Count == 0 || keys.Contains(k)).Order(StringComparer.Ordinal).Select(k => (Node)ObjectNode.Of(
            ("name", prefix + Variable(context, k)), ("valueFrom", ObjectNode.Of((isSecret ? "secretKeyRef" : "configMapKeyRef", ObjectNode.Of(("name", items[0].Name), ("key", k)))))))];
    }

    // A key as a variable is named; says so where that differs.
    private static string Variable(CommandContext context, string key)
    {
        var name = key.ToUpperInvariant().Replace('-', '_').Replace('.', '_');
        if (name != key) { context.Error.WriteLine($"Warning: key {key} transferred to {name}"); }
        return name;
    }

    private static async Task<int> ListAsync(CommandContext context, IReadOnlyList<string> words, string chosen, Func<ObjectNode, ObjectNode> change)
    {
        var reader = await context.ReaderAsync();
        var values = new EnvironmentValues(await context.ServerAsync(), context.Cancellation);
        var isResolving = context.Flags.Bool("resolve");
        foreach (var item in await reader.OnServerAsync(await context.SelectionAsync(words), allowsAllOfType: false, context.Cancellation))
        {
            foreach (var container in item.Object.Items([.. Workloads.PodSpecPath(item.Object) ?? [], "containers"]).Where(c => Fits(chosen, c.Text("name"))))
            {
                context.Out.WriteLine($"# {item.Type.Kind} {item.Name}, container {container.Text("name")}");
                foreach (var variable in change((ObjectNode)container).Items("env"))
                {
                    var value = isResolving && variable.At("valueFrom") is { } from ? await values.OfAsync(item, container, variable.Text("name"), from) : null;
                    context.Out.WriteLine(value is null ? Line(variable) : $"{variable.Text("name")}={value}");
                }
                foreach (var failure in values.TakeFailures()) { context.Error.WriteLine(failure); }
            }
        }
        reader.ThrowFailures();
        return 0;
    }

    private static string Line(Node variable)
    {
        var from = variable.At("valueFrom");
        if (from is null) { return $"{variable.Text("name")}={variable.Text("value")}"; }
        if (from.At("fieldRef") is { } field) { return $"# {variable.Text("name")} from field path {field.Text("fieldPath")}"; }
        var key = from.At("secretKeyRef") ?? from.At("configMapKeyRef");
        return $"# {variable.Text("name")} from {(from.At("secretKeyRef") is not null ? "secret" : "configmap")} {key.Text("name")}, key {key.Text("key")}";
    }
}
