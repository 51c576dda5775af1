using System.Runtime.InteropServices;
using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Completion;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Localization;
using KubeSharp.Cli.Preferences;
using KubeSharp.Cli.Streaming;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli;

/// <summary>The client: reads the words, finds the command, runs it, tells what went wrong as users know it.</summary>
public static class Kubectl
{
    private const int FailedCode = 1;
    // Compat: what Go's programs can be measured by; ours writes none of them.
    private static readonly string[] _profiles = ["", "none", "cpu", "goroutine", "threadcreate", "heap", "allocs", "block", "mutex"];
    private static readonly Dictionary<string, OfferForm> _completions = new(StringComparer.Ordinal) { ["__complete"] = OfferForm.Described, ["__completeNoDesc"] = OfferForm.Plain, ["__words"] = OfferForm.Own };
    private static readonly PosixSignal[] _ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>Runs kubectl on the process's own streams.</summary>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="builtInForm">A built-in object in another version of its kind, as a server would hold it (empty: the version stored); null: it has none such.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Func<ObjectNode, string, ObjectNode?> builtInForm)
    {
        // Who no longer reads what is written wants no more of it, and no word about it.
        try { return await OnStandardStreamsAsync(arguments, builtInForm); }
        catch (IOException e) when (e.Message == TerminalStream.BrokenPipeMessage) { return FailedCode; }
    }

    private static async Task<int> OnStandardStreamsAsync(IReadOnlyList<string> arguments, Func<ObjectNode, string, ObjectNode?> builtInForm)
    {
        await using var output = new TerminalStream(1);
        await using var writer = new StreamWriter(output, bufferSize: 16 * 1024);
        using var interrupted = new CancellationTokenSource();
        await using var error = new StreamWriter(Terminal.ErrorStream()) { AutoFlush = true };
        var terminal = new Terminal
        {
            In = new TerminalStream(0),
            OutBytes = output,
            Out = writer,
            Error = Text.Translated(error),
            IsOutTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
            IsInTerminal = !Console.IsInputRedirected,
            Variable = Environment.GetEnvironmentVariable,
            Time = TimeProvider.System,
            BuiltInForm = builtInForm,
        };
        // Console.CancelKeyPress, Console.In and Console.Error would each change the terminal's settings. A second interruption ends the program at once.
        var registrations = _ends.Select(end => PosixSignalRegistration.Create(end, signal =>
        {
            if (signal.Signal != PosixSignal.SIGINT && !terminal.Interruption.TakesAll) { return; }
            signal.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        })).ToArray();
        try { return await RunAsync(arguments, terminal, interrupted.Token); }
        finally
        {
            foreach (var registration in registrations) { registration.Dispose(); }
        }
    }

    /// <summary>Runs kubectl inside another program (tests): no terminal, and the environment is what is given.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Stream input, Stream output, TextWriter error, Func<string, string?> variable, CancellationToken cancellation, Func<ObjectNode, string, ObjectNode?>? builtInForm = null)
    {
        await using var writer = new StreamWriter(output, leaveOpen: true);
        return await RunAsync(arguments, new Terminal { In = input, OutBytes = output, Out = writer, Error = error, Variable = variable, Time = TimeProvider.System, BuiltInForm = builtInForm ?? (static (_, _) => null) }, cancellation);
    }

    /// <summary>Runs kubectl on the streams given.</summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var code = await DispatchAsync(arguments, terminal, cancellation);
        await terminal.Out.FlushAsync(cancellation.IsCancellationRequested ? default : cancellation);
        return code;
    }

    private static async Task<int> DispatchAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        if (arguments.Count > 0 && _completions.TryGetValue(arguments[0], out var form)) { return await Completer.RunAsync([.. arguments.Skip(1)], form, terminal, cancellation); }
        Kuberc preferences;
        try
        {
            preferences = Kuberc.Load(arguments, terminal);
            arguments = preferences.Expand(arguments);
        }
        catch (Exception e) when (e is CliException or FlagException) { return await FailureText.WriteAsync(e, "", terminal.Error); }
        var (command, words) = CommandTree.Resolve(arguments);
        if (command is null) { return await UnknownAsync(arguments, terminal, cancellation); }
        // Compat: create is the one command whose subcommands plug-ins may add.
        if (command.Path == "create" && words is [[not '-', ..], ..] && await Plugins.TryRunAsync(["create", .. words], terminal, cancellation, wordsMin: 2) is { } done) { return done; }
        CommandContext? context = null;
        try
        {
            words = preferences.WithDefaults(command.Path, words, terminal.Error);
            if (command.Path.Length == 0 && words is ["--help", [not '-', ..], ..])
            {
                // Compat: help about what nobody knows is no failure.
                await terminal.Error.WriteLineAsync($"Unknown help topic [{string.Join(' ', words.Skip(1).Select(static w => $"`{w}`"))}]\n");
                HelpText.Write(command, terminal.Error);
                return 0;
            }
            if (HelpText.IsAsked(words)) { HelpText.Write(command, terminal.Out); return 0; }
            var line = CommandLine.Read(words, [.. FlagCatalog.Of(command.Path), .. FlagCatalog.Opened(command.Path, terminal.Variable), .. FlagCatalog.Deprecated(command.Path), .. FlagCatalog.Global()]);
            if (string.Equals(terminal.Variable("KUBECTL_KYAML"), "false", StringComparison.OrdinalIgnoreCase)) { line.Flags.FormatOff = "kyaml"; }
            foreach (var (flag, _) in line.Flags.Given.Where(static g => g.Flag.Deprecated.Length > 0)) { await terminal.Error.WriteLineAsync($"Flag --{flag.Name} has been deprecated, {flag.Deprecated}"); }
            if (command.Path != "debug" && !_profiles.Contains(line.Flags.Text("profile"))) { throw new CliException($"unknown profile '{line.Flags.Text("profile")}'"); }
            if (command.RunAsync is null) { return Group(command, line.Arguments, terminal); }
            var missing = command.Required.Where(f => !line.Flags.IsSet(f)).ToArray();
            if (missing.Length > 0) { throw new CliException($"required flag(s) {string.Join(", ", missing.Select(static f => $"\"{f}\""))} not set"); }
            context = new CommandContext(command, line, terminal, cancellation);
            foreach (var check in command.Checks) { await check(context); }
            var code = await command.RunAsync(context);
            if (code == 0 && line.Flags.Bool("warnings-as-errors") && (await context.ServerAsync()).WarningCount is > 0 and var count)
            {
                throw new CliException($"{count} warning{(count == 1 ? "" : "s")} received");
            }
            return code;
        }
        catch (FlagException e)
        {
            await terminal.Out.FlushAsync(cancellation);
            await terminal.Error.WriteLineAsync($"error: {e.Message}\nSee 'kubectl{(command.Path.Length > 0 ? " " : "")}{command.Path} {(command.FailedCode == FailedCode ? "--help' for usage." : "-h' for help and examples")}");
            await NameHint.OfferAsync(terminal, command, e);
            return command.FailedCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { return terminal.Interruption.Code; }
        catch (Exception e) when (e is CliException or StatusException or AggregateException or TemplateException or IOException { Message: not TerminalStream.BrokenPipeMessage } or HttpRequestException or UnauthorizedAccessException)
        {
            if (e is CliException { ShowsHelp: true }) { HelpText.Write(command, terminal.Out); }
            await terminal.Out.FlushAsync(default);
            foreach (var one in e is AggregateException many ? [.. many.Flatten().InnerExceptions] : new[] { e }) { await FailureText.LogAsync(one, terminal); }
            var code = await FailureText.WriteAsync(e, command.Path, terminal.Error);
            await NameHint.OfferAsync(context, e);
            return Math.Max(code, command.FailedCode);
        }
        finally { context?.Dispose(); }
    }

    // A command that only has subcommands: its help, or what word is unknown.
    private static int Group(Command command, IReadOnlyList<string> arguments, Terminal terminal)
    {
        if (arguments.Count == 0)
        {
            // Compat: to ask a group for nothing is a failure, but not everywhere.
            var hasFailed = command.Path is not ("" or "certificate" or "alpha");
            HelpText.Write(command, hasFailed ? terminal.Error : terminal.Out);
            return hasFailed ? FailedCode : 0;
        }
        // Compat: of certificate the help is all there is.
        if (command.Path == "certificate")
        {
            HelpText.Write(command, terminal.Out);
            return 0;
        }
        throw CliException.Usage($"unknown command \"{string.Join(' ', arguments)}\"");
    }

    private static async Task<int> UnknownAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        if (arguments is [['-', ..] flag, ..])
        {
            await terminal.Error.WriteLineAsync($"Error: flags cannot be placed before plugin name: {flag}");
            return FailedCode;
        }
        var first = arguments.FirstOrDefault() ?? "";
        if (await Plugins.TryRunAsync(arguments, terminal, cancellation) is { } code) { return code; }
        await terminal.Error.WriteLineAsync($"error: unknown command \"{first}\" for \"kubectl\"");
        var close = CommandTree.Near(first).ToArray();
        if (close.Length > 0) { await terminal.Error.WriteLineAsync($"\nDid you mean this?\n{string.Join('\n', close.Select(static c => $"\t{c}"))}"); }
        return FailedCode;
    }
}
