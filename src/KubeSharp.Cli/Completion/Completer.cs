using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Completion;

/// <summary>Offers words for what the user has typed so far (commands, flags, types, names from the cluster) as the scripts of upstream's completion read them.</summary>
internal static class Completer
{
    private const int AnswerSecondsMax = 3;
    private static readonly Offer _nothing = new([], Directives.Default);

    /// <summary>Writes the words, each on a line with a tab and its meaning where there is one, and the directive at the end.</summary>
    /// <param name="words">What was typed; the last one is being completed.</param>
    /// <param name="form">How the words are written.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, OfferForm form, Terminal terminal, CancellationToken cancellation)
    {
        var last = words.Count > 0 ? words[^1] : "";
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(TimeSpan.FromSeconds(AnswerSecondsMax));
        var offer = await OfferAsync([.. words.SkipLast(1)], last, form, terminal, limited.Token);
        foreach (var word in offer.Words.Distinct()) { await terminal.Out.WriteLineAsync(form == OfferForm.Plain ? word.Split('\t')[0] : word); }
        await terminal.Out.WriteLineAsync($":{(int)offer.Directives}");
        // Compat: of options all goes to the output.
        if (form != OfferForm.Own) { await (words is ["options", _, ..] ? terminal.Out : terminal.Error).WriteLineAsync($"Completion ended with directive: {string.Join(", ", Enum.GetValues<Directives>().Where(d => d == 0 ? offer.Directives == 0 : offer.Directives.HasFlag(d)).Select(static d => $"ShellCompDirective{d}"))}"); }
        await terminal.Out.FlushAsync(cancellation);
        return 0;
    }

    private static async Task<Offer> OfferAsync(IReadOnlyList<string> before, string last, OfferForm form, Terminal terminal, CancellationToken cancellation)
    {
        if (before.Count > 0 && before[0] == "help") { return Help([.. before.Skip(1)], last, form); }
        var (command, rest) = CommandTree.Resolve(before);
        if (command is null || (command.Path.Length == 0 && rest.Any(static r => !r.StartsWith('-')) && Unknown(rest)))
        {
            // Compat: where no flag stands before it a plug-in may be meant, which takes no flags of every command.
            var cleared = before is [['-', ..], ..] ? "" : "[Debug] Cleared global flags for plugin completion\n";
            await terminal.Error.WriteLineAsync($"{cleared}[Debug] [Error] unable to find a command for arguments: [{string.Join(' ', before)}]");
            return _nothing;
        }
        IReadOnlyList<FlagSpec> own = [.. form == OfferForm.Own ? FlagCatalog.Of(command.Path) : FlagCatalog.Upstreams(command.Path), .. FlagCatalog.Opened(command.Path, terminal.Variable)];
        IReadOnlyList<FlagSpec> flags = [.. own, .. FlagCatalog.Global()];
        var takesFlags = !rest.Contains("--");
        var (awaited, value, stripped) = Awaited(rest, last, flags, takesFlags);
        try
        {
            var line = CommandLine.Read(stripped, [.. flags, .. FlagCatalog.Deprecated(command.Path)]);
            if (awaited is null && takesFlags && last.StartsWith('-') && !last.Contains('=', StringComparison.Ordinal)) { return new Offer(FlagOffers.Of(command, own, line.Flags, last, form), Directives.NoFileComp); }
            using var context = new CommandContext(command, line, terminal, cancellation) { AsksUser = false };
            return awaited is not null ? await ValuesAsync(awaited.Name, value, form, context) : await WordsAsync(command, line, last, form, context);
        }
        catch (FlagException e)
        {
            await terminal.Error.WriteLineAsync($"[Debug] [Error] Error while parsing flags from args [{string.Join(' ', rest)}]: {e.Message}");
            return _nothing;
        }
    }

    // help takes the words of a command, and no flags but those of every command.
    private static Offer Help(IReadOnlyList<string> words, string last, OfferForm form)
    {
        var help = new Command("help", "Help about any command", "", null);
        if (last.StartsWith('-')) { return new Offer(FlagOffers.Of(help, [], new FlagValues(new Dictionary<string, FlagSpec>()), last, form), Directives.NoFileComp); }
        IEnumerable<string> offered = words is ["help", ..] ? [] : Children(CommandTree.Resolve(words).Command?.Path ?? "", form);
        return new Offer(Beginning(words.Count > 0 ? offered : offered.Concat(((Command[])[help, VersionCommand.Options]).Select(static c => $"{c.Name}\t{c.Summary}")).Order(StringComparer.Ordinal), last), Directives.NoFileComp);
    }

    private static bool Unknown(IReadOnlyList<string> words)
    {
        try { return CommandLine.Read(words, FlagCatalog.Global()).Arguments.Count > 0; }
        catch (FlagException) { return false; }
    }

    // The flag whose value is being typed, what of it stands there, and the words without that flag.
    private static (FlagSpec? Flag, string Value, IReadOnlyList<string> Words) Awaited(IReadOnlyList<string> rest, string last, IReadOnlyList<FlagSpec> flags, bool takesFlags)
    {
        FlagSpec? Named(string word) => flags.FirstOrDefault(f => word == $"--{f.Name}" || (f.Shorthand.Length > 0 && word == $"-{f.Shorthand}"));
        if (!takesFlags) { return (null, last, rest); }
        if (last.StartsWith('-') && last.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign && Named(last[..sign]) is { } begun) { return (begun, last[(sign + 1)..], rest); }
        // Compat: what begins with a dash is a flag, even where a value is awaited.
        return rest.Count > 0 && !last.StartsWith('-') && Named(rest[^1]) is { WithoutValue: null } flag ? (flag, last, [.. rest.SkipLast(1)]) : (null, last, rest);
    }

    private static async Task<Offer> WordsAsync(Command command, CommandLine line, string last, OfferForm form, CommandContext context)
    {
        // Compat: after a flag of its own a command's subcommands are no longer offered.
        var isBegun = line.Arguments.Count > 0 || line.Flags.Given.Any(g => FlagCatalog.Of(command.Path).Any(o => o.Name == g.Flag.Name));
        var children = !isBegun ? Beginning(Children(command.Path, form), last) : [];
        if (command.RunAsync is null || children.Count > 0) { return new Offer(children, children.Count > 0 ? Directives.NoFileComp : Directives.Default); }
        var required = FlagOffers.Required(command, line.Flags, last, form);
        var offer = Arguments.IsSilent(command.Path) ? _nothing : await FromServerAsync(() => Arguments.OfAsync(command.Path, line.Arguments, last, context), context, form);
        return offer with { Words = [.. required, .. offer.Words] };
    }

    private static Task<Offer> ValuesAsync(string flag, string typed, OfferForm form, CommandContext context) => flag switch
    {
        "namespace" => FromServerAsync(async () => new Offer(Beginning(await Arguments.NamesAsync("namespaces", context), typed), Directives.NoFileComp), context, form),
        "output" when context.Command.Path == "get" => Fixed(["json", "yaml", "kyaml", "name", "go-template", "go-template-file", "template", "templatefile", "jsonpath", "jsonpath-as-json", "jsonpath-file", "custom-columns", "custom-columns-file", "wide"], typed),
        "subresource" => Fixed(["status", "scale", "resize"], typed),
        "context" or "cluster" or "user" => FromServerAsync(() => Fixed(Arguments.Entries(flag + "s", context), typed), context, form),
        "container" when form == OfferForm.Own && context.Arguments.Count > 0 => FromServerAsync(async () => new Offer(Beginning(Workloads.Containers(await Workloads.PodAsync(context, context.Arguments[0])), typed), Directives.NoFileComp), context, form),
        "filename" => Task.FromResult(new Offer(["json", "yaml", "yml"], Directives.FilterFileExt)),
        _ => Task.FromResult(_nothing),
    };

    private static Task<Offer> Fixed(IEnumerable<string> words, string typed) => Task.FromResult(new Offer(Beginning(words, typed), Directives.NoFileComp));

    // A cluster that does not answer offers nothing; that it was asked stands where shells do not look.
    private static async Task<Offer> FromServerAsync(Func<Task<Offer>> ask, CommandContext context, OfferForm form)
    {
        try { return await ask(); }
        catch (CliException e) when (e.Unreached.Length > 0)
        {
            if (form != OfferForm.Own) { await FailureText.LogAsync(e, context.Terminal); }
            return new Offer([], Directives.NoFileComp);
        }
        catch (Exception e) when (e is CliException or StatusException or OperationCanceledException or HttpRequestException) { return new Offer([], Directives.NoFileComp); }
    }

    // What is ours alone is offered by our own scripts.
    private static IEnumerable<string> Children(string path, OfferForm form) => CommandTree.ChildrenOf(path).Where(c => c.Path is not ("options" or "alpha") && (form == OfferForm.Own || c.Section != CommandTable.Own)).OrderBy(static c => c.Name, StringComparer.Ordinal).Select(static c => $"{c.Name}\t{c.Summary}");

    /// <summary>The words that begin with what was typed.</summary>
    public static IReadOnlyList<string> Beginning(IEnumerable<string> words, string typed) => [.. words.Where(w => w.StartsWith(typed, StringComparison.Ordinal))];
}
