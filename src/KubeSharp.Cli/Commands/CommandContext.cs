using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Localization;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>All a command has to work with: its flags and arguments, the terminal, the cluster (reached when first asked for).</summary>
internal sealed class CommandContext(Command command, CommandLine line, Terminal terminal, CancellationToken cancellation) : IDisposable
{
    /// <summary>Bears what a change was made by.</summary>
    public const string CauseAnnotation = "kubernetes.io/change-cause";

    private ConnectionSettings? _settings;
    private ServerConnection? _server;
    private ResourceMapper? _mapper;

    /// <summary>Whether a user who is not known may be asked; not while words are completed.</summary>
    public bool AsksUser { get; init; } = true;

    // Compat: these three ask nobody for what is local; "set" does.
    private bool IsOffline => command.Path is "label" or "annotate" or "patch" && Flags.Bool("local");

    /// <summary>The command that runs.</summary>
    public Command Command => command;

    /// <summary>The flags.</summary>
    public FlagValues Flags => line.Flags;

    /// <summary>The command as it was called, to be noted on what it changes (--record); empty: nothing is noted.</summary>
    public string ChangeCause => Flags.Bool("record") ? $"kubectl {command.Path} {string.Join(' ', Arguments.Concat(Flags.InOrder.Select(static g => $"--{g.Flag.Name}={g.Value}")))}" : "";

    /// <summary>An object with the cause of its change, where one is noted.</summary>
    public ObjectNode Recorded(ObjectNode content) => ChangeCause is { Length: > 0 } cause ? (ObjectNode)content.With(["metadata", "annotations", CauseAnnotation], cause) : content;

    /// <summary>The words that are no flags.</summary>
    public IReadOnlyList<string> Arguments => line.Arguments;

    /// <summary>How many arguments stood before --; -1: there was none.</summary>
    public int DashAt => line.DashAt;

    /// <summary>Streams, environment, clock.</summary>
    public Terminal Terminal => terminal;

    /// <summary>Standard output.</summary>
    public TextWriter Out => terminal.Out;

    /// <summary>Standard error.</summary>
    public TextWriter Error => terminal.Error;

    /// <summary>Ends when the user interrupts.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>This moment.</summary>
    public DateTimeOffset Now => terminal.Time.GetUtcNow();

    /// <summary>Where the server is and who we are.</summary>
    public async Task<ConnectionSettings> SettingsAsync()
    {
        if (_settings is null && Flags.Int("v") >= 6)
        {
            foreach (var file in Kubeconfigs.Load(Flags.Text("kubeconfig"), terminal.Variable("KUBECONFIG"), terminal.Home).Paths.Where(File.Exists)) { Error.WriteLine(KlogLine.Of('I', terminal.Time.GetLocalNow(), "loader.go:407", $"Config loaded from file:  {file}")); }
        }
        return _settings ??= await ConnectionSettings.ResolveAsync(Flags, terminal, cancellation, readsInput: Flags.List("filename").Contains("-") || Arguments.Contains("-"), AsksUser && !IsOffline);
    }

    /// <summary>The server.</summary>
    public async Task<ServerConnection> ServerAsync() => _server ??= await ConnectedAsync();

    private async Task<ServerConnection> ConnectedAsync()
    {
        foreach (var line in ClientFeatures.Mistakes(terminal.Variable)) { Error.WriteLine(KlogLine.Of('E', terminal.Time.GetLocalNow(), line.Place, line.Text)); }
        var server = new ServerConnection(await SettingsAsync(), terminal, RequestTimeout(), (int)Flags.Int("v"));
        try
        {
            if (Flags.Bool("match-server-version")) { await VersionCommand.MatchAsync(server, cancellation); }
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The server's resources.</summary>
    public async Task<ResourceMapper> MapperAsync() => _mapper ??= new ResourceMapper(new Discovery(await ServerAsync(), CacheFolder, terminal.Time), terminal.Warn);

    /// <summary>A reader of the server's objects.</summary>
    public async Task<ResourceReader> ReaderAsync() => new(await ServerAsync(), await MapperAsync(), terminal);

    /// <summary>What flags and arguments ask for.</summary>
    public async Task<Selection> SelectionAsync(IReadOnlyList<string>? words = null) =>
        Selection.From(Flags, words ?? Arguments, (await SettingsAsync()).Namespace, Flags.IsSet("namespace"));

    /// <summary>The same of kinds that the client knows.</summary>
    public async Task<Selection> TypedSelectionAsync(IReadOnlyList<string>? words = null) => await SelectionAsync(words) with { IsTyped = true };

    /// <summary>The namespace to work in.</summary>
    public async Task<string> NamespaceAsync() => (await SettingsAsync()).Namespace;

    /// <summary>How far a change goes: none, client, server.</summary>
    /// <exception cref="CliException">The flag has another value.</exception>
    public string DryRun() => _dryRun ??= ReadDryRun();

    private string ReadDryRun()
    {
        switch (Flags.Text("dry-run"))
        {
            case "" or "none": return "none";
            case "client": return "client";
            case "server": return "server";
            case "unchanged":
                Log("--dry-run is deprecated and can be replaced with --dry-run=client.", "helpers.go:719");
                return "client";
            case "true" or "false":
                var strategy = Flags.Text("dry-run") == "true" ? "client" : "none";
                Log($"--dry-run={Flags.Text("dry-run")} is deprecated (boolean value) and can be replaced with --dry-run={strategy}.");
                return strategy;
            case var other: throw new CliException($"Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\".");
        }
    }

    // A warning in the form of upstream's log.
    private void Log(string text, string place = "helpers.go:733") => Error.WriteLine(KlogLine.Of('W', terminal.Time.GetLocalNow(), place, text));

    /// <summary>The query of a change: field manager, dry run, validation of fields.</summary>
    public string ChangeQuery(string manager, bool validates = false, string more = "")
    {
        var parts = new List<string>();
        if (DryRun() == "server") { parts.Add("dryRun=All"); }
        var named = manager.Length > 0 && Flags.IsSet("field-manager") ? Flags.Text("field-manager") : manager;
        if (named.Length > 0) { parts.Add($"fieldManager={Uri.EscapeDataString(named)}"); }
        if (validates) { parts.Add($"fieldValidation={Validation()}"); }
        if (more.Length > 0) { parts.Add(more); }
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>Says what was done to an object: kind/name done; or prints the object in the wanted format.</summary>
    /// <param name="changed">The object.</param>
    /// <param name="done">What was done.</param>
    /// <param name="isTyped">Upstream prints built-in kinds of these commands in the order of their fields, all else in alphabetic order.</param>
    /// <param name="isAlone">Printed as if nothing had been printed before.</param>
    public void Report(Node changed, string done, bool isTyped = false, bool isAlone = false)
    {
        if (isAlone) { _printer = null; }
        var suffix = DryRun() switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };
        var printer = Printer(isTyped);
        if (printer is not null) { printer.Print(changed, Out); }
        else { Tell($"{ObjectPrinter.NameOf(changed)} {done}{suffix}"); }
    }

    /// <summary>Says what was done: in the user's language to people, as it is to programs.</summary>
    public void Tell(string result) => Out.WriteLine(terminal.IsOutTerminal ? Text.Of(result) : result);

    /// <summary>The printer of -o; null: none is wanted.</summary>
    public ObjectPrinter? Printer(bool isTyped = false) => _printer ??= ObjectPrinter.Of(Flags, isSorted: !isTyped);

    /// <inheritdoc/>
    public void Dispose() => _server?.Dispose();

    private ObjectPrinter? _printer;
    private string? _dryRun;

    private string CacheFolder => Flags.Text("cache-dir") is { Length: > 0 } given ? given : terminal.Variable("KUBECACHEDIR") is { Length: > 0 } folder ? folder : Path.Combine(terminal.Home, ".kube", "cache");

    /// <summary>What the server does with fields that it does not know: Strict, Warn, Ignore.</summary>
    /// <exception cref="CliException">The flag has another value.</exception>
    public string Validation() => Flags.Text("validate") switch
    {
        "" or "strict" or "true" => "Strict",
        "warn" => "Warn",
        "ignore" or "false" => "Ignore",
        var other => throw new CliException($"invalid - validate option \"{other}\"; must be one of: strict (or true), warn, ignore (or false)"),
    };

    private TimeSpan RequestTimeout()
    {
        var text = Flags.Text("request-timeout");
        if (text is "" or "0") { return TimeSpan.Zero; }
        if (int.TryParse(text, out var seconds)) { return TimeSpan.FromSeconds(seconds); }
        if (GoDuration.TryParse(text, out var span)) { return span == TimeSpan.Zero && text.AsSpan().ContainsAnyInRange('1', '9') ? TimeSpan.FromTicks(1) : span; }
        throw new CliException($"Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)");
    }
}
