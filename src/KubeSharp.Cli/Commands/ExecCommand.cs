using System.Text;
using KubeSharp.Cli.Streaming;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl exec, attach.</summary>
internal static class ExecCommand
{
    /// <summary>exec</summary>
    public static Command Exec { get; } = new("exec", "Run a program in a container", "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]", RunAsync);

    /// <summary>attach</summary>
    public static Command Attach { get; } = new("attach", "Join the streams of a running container", "(POD | TYPE/NAME) -c CONTAINER", AttachAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var files = flags.List("filename");
        var before = context.DashAt >= 0 ? context.DashAt : context.Arguments.Count;
        if (context.DashAt < 0 && context.Arguments.Count + files.Count > 1 && context.Arguments.Count > 0) { throw CliException.Usage("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead"); }
        await context.NamespaceAsync();
        var patience = Workloads.Patience(context);
        await context.ServerAsync();
        if (before == 0 && files.Count == 0) { throw new CliException("pod, type/name or --filename must be specified"); }
        var command = context.DashAt >= 0 ? context.Arguments.Skip(context.DashAt).ToArray() : [];
        if (command.Length == 0) { throw new CliException("you must specify at least one command for the container"); }
        var pod = await Workloads.PodAsync(context, files.Count > 0 ? await FromFileAsync(context) : context.Arguments[0], patience);
        if (pod.TextAt("status", "phase") is "Succeeded" or "Failed") { throw new CliException($"cannot exec into a container in a completed pod; current phase is {pod.TextAt("status", "phase")}"); }
        var container = Workloads.Container(context, pod, flags.Text("container"), flags.Bool("quiet"));
        var withTerminal = flags.Bool("stdin") && flags.Bool("tty") && IsTerminal(context, flags.Bool("quiet"));
        var code = await StreamAsync(context, pod, container, "exec", command, flags.Bool("stdin"), withTerminal, withTerminal);
        return code == 0 ? 0 : throw new CliException($"command terminated with exit code {code}", code, isPlain: true);
    }

    private static async Task<string> FromFileAsync(CommandContext context)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.FromFilesAsync(await context.SelectionAsync([]), context.Cancellation);
        reader.ThrowFailures();
        if (items.Count > 1) { throw new CliException("cannot exec into multiple objects at a time"); }
        var item = items[0];
        return $"{item.Type.Qualified}/{item.Name}";
    }

    private static async Task<int> AttachAsync(CommandContext context)
    {
        await context.NamespaceAsync();
        var patience = Workloads.Patience(context);
        if (context.Arguments.Count == 0) { throw new CliException("at least 1 argument is required for attach"); }
        if (context.Arguments.Count > 2) { throw new CliException("expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw " + context.Arguments.Count + ": [" + string.Join(' ', context.Arguments) + "]"); }
        var pod = await Workloads.PodAsync(context, context.Arguments.Count == 2 ? $"{context.Arguments[0]}/{context.Arguments[1]}" : context.Arguments[0], patience);
        if (pod.TextAt("status", "phase") is "Succeeded" or "Failed") { throw new CliException($"cannot attach a container in a completed pod; current phase is {pod.TextAt("status", "phase")}"); }
        string container;
        try { container = Workloads.Container(context, pod, context.Flags.Text("container"), context.Flags.Bool("quiet")); }
        catch (CliException e) { throw new CliException($"cannot attach to the container: {e.Message}"); }
        return await AttachToAsync(context, pod, container, context.Flags.Bool("stdin"), context.Flags.Bool("tty"), context.Flags.Bool("quiet"));
    }

    /// <summary>Joins a container that runs.</summary>
    public static async Task<int> AttachToAsync(CommandContext context, ObjectNode pod, string container, bool withInput, bool withTerminal, bool isQuiet)
    {
        await context.Out.FlushAsync(context.Cancellation);
        var spec = new[] { "containers", "initContainers", "ephemeralContainers" }.SelectMany(l => pod.At("spec", l) as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(c => c.TextAt("name") == container);
        var hasTerminal = spec?.At("tty") is BooleanNode { Value: true };
        if (withTerminal && !hasTerminal && !isQuiet) { context.Error.WriteLine($"error: Unable to use a TTY - container {container} did not allocate one"); }
        var isRaw = withInput && hasTerminal && IsTerminal(context, isQuiet);
        if (!isQuiet) { context.Error.WriteLine("All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter."); }
        var code = await StreamAsync(context, pod, container, "attach", [], withInput, isRaw, hasTerminal);
        if (isRaw && !isQuiet) { context.Error.WriteLine(AgainText(pod, container)); }
        return code;
    }

    private static string AgainText(ObjectNode pod, string container)
    {
        var command = $"'kubectl attach {pod.TextAt("metadata", "name")} -c {container} -n {pod.TextAt("metadata", "namespace")} -i -t'";
        return Workloads.Containers(pod, "ephemeralContainers").Contains(container)
            ? $"Session ended, the ephemeral container will not be restarted but may be reattached using {command} if it is still running"
            : $"Session ended, resume using {command} command";
    }

    private static bool IsTerminal(CommandContext context, bool isQuiet)
    {
        if (!context.Terminal.IsInTerminal && !isQuiet) { context.Error.WriteLine("Unable to use a TTY - input is not a terminal or the right kind of file"); }
        return context.Terminal.IsInTerminal;
    }

    // Runs or joins a program with our streams; returns its exit code. A program with a terminal has no errors of its own.
    private static async Task<int> StreamAsync(CommandContext context, ObjectNode pod, string container, string how, IReadOnlyList<string> command, bool withInput, bool isRaw, bool hasTerminal)
    {
        var query = new StringBuilder($"?container={Uri.EscapeDataString(container)}&stdout=true");
        foreach (var word in command) { query.Append("&command=").Append(Uri.EscapeDataString(word)); }
        if (withInput) { query.Append("&stdin=true"); }
        query.Append(hasTerminal ? "&tty=true" : "&stderr=true");
        var path = $"/api/v1/namespaces/{pod.TextAt("metadata", "namespace")}/pods/{pod.TextAt("metadata", "name")}/{how}{query}";
        await context.Out.FlushAsync(context.Cancellation);
        if (withInput && context.Terminal.IsInTerminal) { context.Terminal.Interruption.Guard(); }
        await using var error = Terminal.ErrorStream();
        using var raw = isRaw ? new RawTerminal() : null;
        var remote = new RemoteCommand((await context.SettingsAsync()).Rest, withInput ? context.Terminal.In : null, context.Terminal.OutBytes, error, isRaw);
        return await remote.RunAsync(path, context.Terminal.Variable(RemoteCommand.SocketsVariable) != "false", context.Cancellation);
    }
}
