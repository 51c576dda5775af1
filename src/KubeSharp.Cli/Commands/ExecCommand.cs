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
        if (before == 0 && files.Count == 0) { throw CliException.Usage("pod, type/name or --filename must be specified"); }
        var command = context.DashAt >= 0 ? context.Arguments.Skip(context.DashAt).ToArray() : [];
        if (context.DashAt < 0 && context.Arguments.Count > 1) { throw new CliException("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples"); }
        if (command.Length == 0) { throw new CliException("you must specify at least one command for the container"); }
        var pod = files.Count > 0
            ? await Workloads.PodAsync(context, await FromFileAsync(context))
            : await Workloads.PodAsync(context, context.Arguments[0]);
        if (pod.TextAt("status", "phase") is "Succeeded" or "Failed") { throw new CliException($"cannot exec into a container in a completed pod; current phase is {pod.TextAt("status", "phase")}"); }
        var container = Workloads.Container(context, pod, flags.Text("container"), flags.Bool("quiet"));
        return await JoinAsync(context, pod, container, "exec", command, flags.Bool("stdin"), flags.Bool("tty"));
    }

    private static async Task<string> FromFileAsync(CommandContext context)
    {
        var item = (await (await context.ReaderAsync()).FromFilesAsync(await context.SelectionAsync([]), context.Cancellation))[0];
        return $"{item.Type.Qualified}/{item.Name}";
    }

    private static async Task<int> AttachAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw CliException.Usage("at least 1 argument is required for attach"); }
        if (context.Arguments.Count > 2) { throw CliException.Usage("expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw " + context.Arguments.Count + ": [" + string.Join(' ', context.Arguments) + "]"); }
        var pod = await Workloads.PodAsync(context, context.Arguments.Count == 2 ? $"{context.Arguments[0]}/{context.Arguments[1]}" : context.Arguments[0]);
        if (pod.TextAt("status", "phase") is "Succeeded" or "Failed") { throw new CliException($"cannot attach a container in a completed pod; current phase is {pod.TextAt("status", "phase")}"); }
        var container = Workloads.Container(context, pod, context.Flags.Text("container"), context.Flags.Bool("quiet"));
        return await AttachToAsync(context, pod, container, context.Flags.Bool("stdin"), context.Flags.Bool("tty"), context.Flags.Bool("quiet"));
    }

    /// <summary>Joins a container that runs.</summary>
    public static async Task<int> AttachToAsync(CommandContext context, ObjectNode pod, string container, bool withInput, bool withTerminal, bool isQuiet)
    {
        var spec = new[] { "containers", "initContainers", "ephemeralContainers" }.SelectMany(l => pod.At("spec", l) as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(c => c.TextAt("name") == container);
        var hasTerminal = spec?.At("tty") is BooleanNode { Value: true };
        if (withTerminal && !hasTerminal) { context.Error.WriteLine($"error: Unable to use a TTY - container {container} did not allocate one"); }
        if (!isQuiet && withInput && context.Terminal.IsInTerminal) { context.Error.WriteLine("If you don't see a command prompt, try pressing enter."); }
        return await JoinAsync(context, pod, container, "attach", [], withInput, withTerminal && hasTerminal);
    }

    /// <summary>Runs or joins a program with our streams; returns its exit code.</summary>
    public static async Task<int> JoinAsync(CommandContext context, ObjectNode pod, string container, string how, IReadOnlyList<string> command, bool withInput, bool withTerminal)
    {
        if (withTerminal && !context.Terminal.IsInTerminal)
        {
            context.Error.WriteLine("Unable to use a TTY - input is not a terminal or the right kind of file");
            withTerminal = false;
        }
        var query = new StringBuilder($"?container={Uri.EscapeDataString(container)}&stdout=true");
        foreach (var word in command) { query.Append("&command=").Append(Uri.EscapeDataString(word)); }
        if (withInput) { query.Append("&stdin=true"); }
        query.Append(withTerminal ? "&tty=true" : "&stderr=true");
        var path = $"/api/v1/namespaces/{pod.TextAt("metadata", "namespace")}/pods/{pod.TextAt("metadata", "name")}/{how}{query}";
        await context.Out.FlushAsync(context.Cancellation);
        await using var error = Console.OpenStandardError();
        using var raw = withTerminal ? new RawTerminal() : null;
        var remote = new RemoteCommand((await context.SettingsAsync()).Rest, withInput ? context.Terminal.In : null, context.Terminal.OutBytes, error, withTerminal);
        var code = await remote.RunAsync(path, context.Cancellation);
        raw?.Dispose();
        if (code != 0 && how == "exec") { context.Error.WriteLine($"command terminated with exit code {code}"); }
        return code;
    }
}
