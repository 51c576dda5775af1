using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Completion;

/// <summary>Offers words for what the user has typed so far: commands, flags, types, names from the cluster.</summary>
internal static class Completer
{
    private const string NoFilesDirective = ":4";
    private const int AnswerSecondsMax = 3;
    private static readonly string[] _podCommands = ["logs", "exec", "attach", "port-forward"];
    private static readonly string[] _nodeCommands = ["drain", "cordon", "uncordon"];

    /// <summary>Writes the words, each on a line with a tab and its meaning where there is one, and the directive at the end.</summary>
    /// <param name="words">What was typed; the last one is being completed.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, Terminal terminal, CancellationToken cancellation)
    {
        var last = words.Count > 0 ? words[^1] : "";
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(TimeSpan.FromSeconds(AnswerSecondsMax));
        IEnumerable<string> offered;
        try { offered = await OfferAsync([.. words.SkipLast(1)], last, terminal, limited.Token); }
        catch (Exception e) when (e is CliException or StatusException or FlagException or OperationCanceledException or HttpRequestException) { offered = []; }
        foreach (var word in offered.Where(w => w.StartsWith(last, StringComparison.Ordinal)).Distinct()) { await terminal.Out.WriteLineAsync(word); }
        await terminal.Out.WriteLineAsync(NoFilesDirective);
        await terminal.Out.FlushAsync(cancellation);
        return 0;
    }

    private static async Task<IEnumerable<string>> OfferAsync(IReadOnlyList<string> before, string last, Terminal terminal, CancellationToken cancellation)
    {
        var (command, rest) = CommandTree.Resolve(before);
        if (command is null) { return []; }
        IReadOnlyList<FlagSpec> flags = [.. FlagCatalog.Of(command.Path), .. FlagCatalog.Opened(command.Path, terminal.Variable), .. FlagCatalog.Global()];
        if (last.StartsWith('-')) { return flags.Select(static f => $"--{f.Name}{(f.WithoutValue is null ? "=" : "")}"); }
        var children = CommandTree.ChildrenOf(command.Path).ToArray();
        if (children.Length > 0 && rest.All(static r => r.StartsWith('-'))) { return children.Select(static c => $"{c.Name}\t{c.Summary}"); }
        var awaited = before.Count > 0 ? flags.FirstOrDefault(f => f.WithoutValue is null && (before[^1] == $"--{f.Name}" || before[^1] == $"-{f.Shorthand}")) : null;
        var line = CommandLine.Read(awaited is null ? rest : [.. rest.SkipLast(1)], flags);
        using var context = new CommandContext(command, line, terminal, cancellation) { AsksUser = false };
        return awaited is not null ? await ValuesAsync(awaited.Name, context) : await ArgumentsAsync(command, line.Arguments, last, context);
    }

    private static async Task<IEnumerable<string>> ValuesAsync(string flag, CommandContext context) => flag switch
    {
        "namespace" => await NamesAsync("namespaces", context),
        "output" => ["json", "yaml", "kyaml", "wide", "name", "jsonpath=", "go-template=", "custom-columns="],
        "context" or "cluster" or "user" => Kubeconfigs.Load(context.Flags.Text("kubeconfig"), context.Terminal.Variable("KUBECONFIG"), context.Terminal.Home).Merged()[flag + "s"] is ArrayNode entries ? entries.Select(static e => e.TextAt("name") ?? "") : [],
        "container" when context.Arguments.Count > 0 => Workloads.Containers(await Workloads.PodAsync(context, context.Arguments[0])),
        _ => [],
    };

    private static async Task<IEnumerable<string>> ArgumentsAsync(Command command, IReadOnlyList<string> arguments, string last, CommandContext context)
    {
        if (command.Path == "config use-context" || command.Path == "config delete-context") { return await ValuesAsync("context", context); }
        if (last.Split('/') is [var typed, _]) { return (await NamesAsync(typed, context)).Select(n => $"{typed}/{n}"); }
        if (_podCommands.Contains(command.Path) && arguments.Count == 0) { return await NamesAsync("pods", context); }
        if (_nodeCommands.Contains(command.Path)) { return await NamesAsync("nodes", context); }
        if (arguments.Count == 0)
        {
            return (await (await context.MapperAsync()).AllAsync(context.Cancellation)).Where(static r => r.Verbs.Contains("get")).Select(static r => r.Plural);
        }
        return arguments[0].Contains('/', StringComparison.Ordinal) ? [] : (await NamesAsync(arguments[0], context)).Except(arguments.Skip(1));
    }

    private static async Task<IEnumerable<string>> NamesAsync(string word, CommandContext context)
    {
        var type = await (await context.MapperAsync()).FindAsync(word, context.Cancellation);
        var list = await (await context.ServerAsync()).GetAsync(type.PathOf(await context.NamespaceAsync()), context.Cancellation);
        return (list.At("items") as ArrayNode ?? ArrayNode.Empty).Select(static i => i.TextAt("metadata", "name") ?? "");
    }
}
