using System.IO.Enumeration;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl set env.</summary>
internal static class SetEnvironment
{
    /// <summary>Words for objects stand before all changes.</summary>
    public static Task Words(CommandContext context) => context.Arguments.SkipWhile(static a => !IsChange(a)).Any(static a => !IsChange(a))
        ? throw new CliException($"all resources must be specified before environment changes: {string.Join(' ', context.Arguments)}") : Task.CompletedTask;

    /// <summary>set env</summary>
    public static async Task<int> RunAsync(CommandContext context)
    {
        var (flags, isLocal) = (context.Flags, context.Flags.Bool("local"));
        IReadOnlyList<string> words = [.. context.Arguments.Where(static a => !IsChange(a))];
        await Check.Local(context);
        if (words.Count == 0 && flags.List("filename").Count == 0) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        if (flags.Bool("list") && flags.Text("output").Length > 0) { throw new CliException("--list and --output may not be specified together"); }
        if (flags.List("keys").Count > 0 && flags.Text("from").Length == 0) { throw new CliException("when specifying --keys, a configmap or secret must be provided with --from"); }
        var given = flags.List("env").Concat(context.Arguments.Where(IsChange)).ToArray();
        if (flags.List("filename").Contains("-") && given.Contains("-")) { throw new CliException("standard input cannot be used for multiple arguments"); }
        var (set, removed) = await ChangesAsync(context, given);
        if (flags.Text("from") is { Length: > 0 } from) { set.AddRange(await ImportedAsync(context, isLocal ? [] : [from])); }
        // Compat: the prefix is that of all variables, imported or not.
        if (flags.Text("prefix") is { Length: > 0 } prefix) { set = [.. set.Select(s => (Node)((ObjectNode)s).Set("name", prefix + s.Text("name")))]; }
        var chosen = flags.Text("containers") is { Length: > 0 } pattern ? pattern : "*";
        var items = await SetCommand.FindAsync(context, words, mayNameHere: true);
        if (flags.Bool("list")) { return await ListAsync(context, items, chosen, c => Changed(context, c, set, removed)); }
        return await SetCommand.EachAsync(context, items, item =>
        {
            if (!SetCommand.HasContainer(item, chosen)) { Warn(context, item, chosen); }
            return SetCommand.Containers(item, c => Fits(chosen, c.Text("name")), c => Changed(context, c, set, removed));
        }, "env updated", "failed to patch env update to pod template:");
    }

    private static void Warn(CommandContext context, ResourceItem item, string chosen) => context.Terminal.Warn($"{item.Type.Kind}/{item.Name} does not have any containers matching \"{chosen}\"");

    private static ObjectNode Changed(CommandContext context, ObjectNode c, List<Node> set, List<string> removed)
    {
        var before = (c["env"] as ArrayNode ?? ArrayNode.Empty).ToArray();
        if (!context.Flags.Bool("overwrite") && set.Select(s => (Old: before.FirstOrDefault(e => e.Text("name") == s.Text("name")), New: s)).FirstOrDefault(static p => p.Old is not null && p.Old.Text("value") != p.New.Text("value")).Old is { } taken)
        {
            throw new CliException($"'{taken.Text("name")}' already has a value ({taken.Text("value")}), and --overwrite is false");
        }
        var (done, variables) = (removed.ToHashSet(StringComparer.Ordinal), new List<Node>());
        foreach (var old in before.Where(e => !done.Contains(e.Text("name"))))
        {
            var added = set.Find(s => s.Text("name") == old.Text("name"));
            if (added is null) { variables.Add(old); }
            else if (done.Add(old.Text("name"))) { variables.Add(added); }
        }
        // Compat: of a variable given twice the first counts.
        variables.AddRange(set.Where(s => done.Add(s.Text("name"))));
        return variables.Count > 0 ? c.Set("env", new ArrayNode([.. variables])) : c.Remove("env");
    }

    /// <summary>Whether a name fits a pattern of * and ?.</summary>
    public static bool Fits(string pattern, string name) => pattern.Length == 0 || pattern.Split(',').Any(p => FileSystemName.MatchesSimpleExpression(p, name, ignoreCase: false));

    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    private static bool IsChange(string word) => word.IndexOf('=', StringComparison.Ordinal) > 0 || word.EndsWith('-');

    private static async Task<(List<Node> Set, List<string> Removed)> ChangesAsync(CommandContext context, IReadOnlyList<string> words)
    {
        var (set, removed, given) = (new List<Node>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var word in words)
        {
            if (word == "-") { set.AddRange(await FromInputAsync(context)); }
            else if (word.Split('=', 2) is [var name, var value])
            {
                if (!CreateConfig.IsVariable(name)) { throw new CliException($"\"{name}\" is not a valid key name: {(name.Length == 0 ? "a valid environment variable name must consist only of printable ASCII characters other than '='" : CreateConfig.VariableRule)}"); }
                given.Add(name);
                set.Add(Variable(name, value));
            }
            else if (word.EndsWith('-')) { removed.Add(word[..^1]); }
            else { throw new CliException($"unknown environment variable: {word}"); }
        }
        return removed.Exists(given.Contains) ? throw new CliException("can not both modify and remove the same environment variable in the same command") : (set, removed);
    }

    // What is empty is not written.
    private static ObjectNode Variable(string name, string value) => ObjectNode.Of(("name", name), ("value", value.Length > 0 ? value : null));

    private static async Task<IEnumerable<Node>> FromInputAsync(CommandContext context) =>
        (await context.Terminal.ReadAllAsync(context.Cancellation)).Split('\n').Select(static l => l.TrimEnd('\r').Split('#')[0].Split('=', 2)).Where(static p => p.Length == 2).Select(static p => (Node)Variable(p[0], p[1]));

    private static async Task<IReadOnlyList<Node>> ImportedAsync(CommandContext context, IReadOnlyList<string> from)
    {
        var (items, keys, imported) = (await SetCommand.FindAsync(context, from), context.Flags.List("keys"), new List<Node>());
        foreach (var item in items)
        {
            if (item.Type.Kind is not ("Secret" or "ConfigMap")) { throw new CliException("unsupported resource specified in --from"); }
            var reference = item.Type.Kind == "Secret" ? "secretKeyRef" : "configMapKeyRef";
            imported.AddRange((item.Object["data"] as ObjectNode ?? ObjectNode.Empty).Select(static d => d.Key).Where(k => keys.Count == 0 || keys.Contains(k)).Order(StringComparer.Ordinal).Select(k => (Node)ObjectNode.Of(
                ("name", Variable(context, k)), ("valueFrom", ObjectNode.Of((reference, ObjectNode.Of(("name", item.Name), ("key", k))))))));
        }
        return imported;
    }

    // A key as a variable is named; says so where that differs.
    private static string Variable(CommandContext context, string key)
    {
        var name = key.ToUpperInvariant().Replace('-', '_').Replace('.', '_');
        if (name != key) { context.Error.WriteLine($"Warning: key {key} transferred to {name}"); }
        return name;
    }

    private static async Task<int> ListAsync(CommandContext context, IReadOnlyList<ResourceItem> items, string chosen, Func<ObjectNode, ObjectNode> change)
    {
        var values = new EnvironmentValues(await context.ServerAsync(), context.Cancellation);
        // Compat: what keeps an object from being listed is told to nobody.
        foreach (var item in items.Where(static i => Workloads.PodSpecPath(i.Object) is not null))
        {
            var containers = ContainerLists.SelectMany(l => item.Object.Items([.. SetCommand.SpecPath(item), l])).Where(c => Fits(chosen, c.Text("name"))).ToArray();
            if (containers.Length == 0) { Warn(context, item, chosen); }
            foreach (var container in containers)
            {
                ObjectNode changed;
                try { changed = change((ObjectNode)container); }
                catch (CliException) { break; }
                await ListAsync(context, item, container, changed, values);
            }
        }
        return 0;
    }

    private static async Task ListAsync(CommandContext context, ResourceItem item, Node container, ObjectNode changed, EnvironmentValues values)
    {
        context.Out.WriteLine($"# {item.Type.Kind} {item.Name}, container {container.Text("name")}");
        foreach (var variable in changed.Items("env"))
        {
            var value = context.Flags.Bool("resolve") && variable.At("valueFrom") is { } from ? await values.OfAsync(item, container, variable.Text("name"), from) : null;
            context.Out.WriteLine(value is null ? Line(variable) : $"{variable.Text("name")}={value}");
        }
        foreach (var failure in values.TakeFailures()) { context.Error.WriteLine(failure); }
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
