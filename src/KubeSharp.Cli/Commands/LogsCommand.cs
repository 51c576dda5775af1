using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Processes;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl logs: of one container, or of many at once with a prefix and colours.</summary>
internal static class LogsCommand
{
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);
    private static readonly int[] _colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];

    /// <summary>logs</summary>
    public static Command Logs { get; } = new("logs", "Show the logs of containers", "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]", RunAsync) { Aliases = ["log"] };

    /// <summary>A container whose log is copied.</summary>
    internal sealed record Source(ObjectNode Pod, string Container);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var arguments = context.Arguments;
        if (arguments.Count == 0 && flags.Text("selector").Length == 0) { throw CliException.Usage("expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"); }
        if (arguments.Count == 1 && flags.Text("selector").Length > 0) { throw CliException.Usage("only a selector (-l) or a POD name is allowed"); }
        if (arguments.Count > 2) { throw CliException.Usage("expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"); }
        if (flags.Duration("pod-running-timeout") <= TimeSpan.Zero) { throw new CliException("--pod-running-timeout must be higher than zero"); }
        if (flags.Text("since-time") is { Length: > 0 } time) { CheckTime(time); }
        if (arguments.Count == 2 && flags.Text("selector").Length > 0) { throw new CliException("selectors and the all flag cannot be used when passing resource/name arguments"); }
        var pods = await PodsAsync(context);
        if (pods.Count == 0) { context.Error.WriteLine($"No resources found in {await context.NamespaceAsync()} namespace."); }
        CheckFlags(context);
        var container = arguments.Count == 2 ? arguments[1] : flags.Text("container");
        IReadOnlyList<Source> sources = [.. pods.SelectMany(p => SourcesOf(context, p, container))];
        if (sources.Count > Math.Max(1, flags.Int("max-log-requests")) && flags.Bool("follow"))
        {
            throw new CliException($"you are attempting to follow {sources.Count} log streams, but maximum allowed concurrency is {flags.Int("max-log-requests")}, use --max-log-requests to increase the limit");
        }
        if (flags.Bool("follow-new") && (flags.Text("selector").Length == 0 || !flags.Bool("follow"))) { throw new CliException("--follow-new needs --follow and --selector"); }
        var filter = new LogFilter(Pattern(flags.Text("grep")), Pattern(flags.Text("exclude")));
        using var idle = flags.Bool("follow") ? IdleMemory.Once(context.Terminal.Time) : null;
        context.Terminal.Interruption.Guard();
        if (flags.Bool("follow-new"))
        {
            var copies = 0;
            await new LogFollower(context, (int)flags.Int("max-log-requests")).RunAsync(sources, pod => SourcesOf(context, pod, container), source => CopyAsync(context, source, copies++, filter, isAlone: false));
        }
        else if (flags.Bool("follow") && sources.Count > 1)
        {
            // The first that fails ends them all.
            await foreach (var copy in Task.WhenEach(sources.Select((s, i) => FollowAsync(context, s, i, filter, isAlone: false)))) { await copy; }
        }
        else
        {
            for (var i = 0; i < sources.Count; i++) { await (flags.Bool("follow") ? FollowAsync(context, sources[i], i, filter, isAlone: true) : CopyAsync(context, sources[i], i, filter, isAlone: true)); }
        }
        return 0;
    }

    // What fits together is looked at when the pods are there, as upstream does.
    private static void CheckFlags(CommandContext context)
    {
        var flags = context.Flags;
        var container = flags.Text("container");
        if (flags.Text("since-time").Length > 0 && flags.Duration("since") != TimeSpan.Zero) { throw new CliException("at most one of `sinceTime` or `sinceSeconds` may be specified"); }
        if (flags.Bool("all-containers") && container.Length > 0) { throw new CliException($"--all-containers=true should not be specified with container name {container}"); }
        if (container.Length > 0 && context.Arguments.Count == 2) { throw new CliException("only one of -c or an inline [CONTAINER] arg is allowed"); }
        if (flags.Int("limit-bytes") < 0) { throw new CliException("--limit-bytes must be greater than 0"); }
        if (Seconds(flags.Duration("since")) < 0) { throw new CliException("--since must be greater than 0"); }
        if (flags.Int("tail") < -1) { throw new CliException("--tail must be greater than or equal to -1"); }
    }

    private static void CheckTime(string time)
    {
        if (GoTime.Mistake(time) is { } mistake) { throw new CliException(mistake); }
    }

    private static async Task<IReadOnlyList<ObjectNode>> PodsAsync(CommandContext context) => context.Flags.Text("selector") is { Length: > 0 } selector
        ? await Workloads.PodsAsync(context, await context.NamespaceAsync(), selector) : await NamedAsync(context, context.Flags.Bool("all-pods"));

    private static IEnumerable<Source> SourcesOf(CommandContext context, ObjectNode pod, string container) => context.Flags.Bool("all-containers")
        ? new[] { "initContainers", "containers", "ephemeralContainers" }.SelectMany(l => Workloads.Containers(pod, l)).Select(c => new Source(pod, c))
        : [new Source(pod, Workloads.Container(context, pod, container, isQuiet: context.Flags.Bool("all-pods"), isLenient: true))];

    private static long Seconds(TimeSpan time) => (long)Math.Round(time.TotalSeconds, MidpointRounding.AwayFromZero);

    private static Regex? Pattern(string text)
    {
        try { return text.Length > 0 ? new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null; }
        catch (ArgumentException e) { throw new CliException($"\"{text}\" is no regular expression: {e.Message}"); }
    }

    private static async Task<IReadOnlyList<ObjectNode>> NamedAsync(CommandContext context, bool isAllPods)
    {
        var word = context.Arguments[0];
        if (word.Length == 0) { throw new CliException(Resources.Selection.NothingGiven); }
        if (!word.Contains('/', StringComparison.Ordinal)) { return [await PodAsync(context, word)]; }
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(await context.SelectionAsync([word]), allowsAllOfType: false, context.Cancellation);
        if (reader.Failures is [StatusException missing] && missing.Is(StatusReason.NotFound)) { throw new CliException($"error from server (NotFound): {missing.Message} in namespace \"{await context.NamespaceAsync()}\""); }
        reader.ThrowFailures();
        if (items[0].Type is { Group: "", Plural: "pods" }) { return [items[0].Object]; }
        var pods = PodPreference.ForLogs(await Workloads.PodsOfAsync(context, items[0], "get the logs from", context.Flags.Duration("pod-running-timeout")));
        if (isAllPods) { return pods; }
        if (pods.Count > 1) { context.Error.WriteLine($"Found {pods.Count} pods, using pod/{pods[0].TextAt("metadata", "name")}"); }
        return [pods[0]];
    }

    private static async Task<ObjectNode> PodAsync(CommandContext context, string name)
    {
        try { return await Workloads.PodAsync(context, name); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { throw new CliException($"error from server (NotFound): {e.Message} in namespace \"{await context.NamespaceAsync()}\"", isPlain: false); }
    }

    // A container may start only later: what the server says against it is told each time it is asked.
    private static async Task FollowAsync(CommandContext context, Source source, int index, LogFilter filter, bool isAlone)
    {
        var clock = context.Terminal.Time;
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await CopyAsync(context, source, index, filter, isAlone);
                return;
            }
            catch (StatusException e)
            {
                context.Error.WriteLine(Escapes.Neutralize(e.Message));
                context.Error.Flush();
            }
            if (clock.GetElapsedTime(began) >= context.Flags.Duration("pod-running-timeout")) { throw new CliException("context deadline exceeded"); }
            await Task.Delay(_again, clock, context.Cancellation);
        }
    }

    // What is not alone is written line by line, so that no two logs share one.
    private static async Task CopyAsync(CommandContext context, Source source, int index, LogFilter filter, bool isAlone)
    {
        var (ns, name) = (source.Pod.TextAt("metadata", "namespace"), source.Pod.TextAt("metadata", "name"));
        try
        {
            using var response = await (await context.ServerAsync()).OpenAsync(HttpMethod.Get, $"/api/v1/namespaces/{ns}/pods/{name}/log{Query(context, source.Container)}", null, "", context.Cancellation, "*/*");
            await using var stream = await response.Content.ReadAsStreamAsync(context.Cancellation);
            var prefix = Prefix(context, name!, source.Container, index);
            if (isAlone && prefix.Length == 0 && filter.TakesAll && !context.Terminal.IsOutTerminal)
            {
                await context.Out.FlushAsync(context.Cancellation);
                await stream.CopyToAsync(context.Terminal.OutBytes, context.Cancellation);
                return;
            }
            using var lines = new StreamReader(stream, Encoding.UTF8);
            while (await lines.ReadLineAsync(context.Cancellation) is { } line)
            {
                if (!filter.Takes(line)) { continue; }
                lock (context.Out)
                {
                    context.Out.WriteLine(prefix + (context.Terminal.IsOutTerminal ? filter.Highlighted(Escapes.Neutralize(line), context.Flags.Bool("color")) : line));
                    if (context.Flags.Bool("follow")) { context.Out.Flush(); }
                }
            }
        }
        catch (Exception e) when (e is StatusException or IOException && context.Flags.Bool("ignore-errors")) { context.Out.WriteLine($"error: {Escapes.Neutralize(e.Message)}"); }
    }

    private static string Prefix(CommandContext context, string pod, string container, int index)
    {
        // Many pods that come and go cannot be told apart without.
        if (!context.Flags.Bool("prefix") && !context.Flags.Bool("follow-new") && !context.Flags.Bool("all-pods")) { return ""; }
        var text = $"[pod/{pod}/{container}] ";
        return context.Terminal.IsOutTerminal && context.Flags.Bool("color") ? $"\u001b[{_colours[index % _colours.Length]}m{text}\u001b[0m" : text;
    }

    private static string Query(CommandContext context, string container)
    {
        var flags = context.Flags;
        var parts = new List<string> { $"container={Uri.EscapeDataString(container)}" };
        if (flags.Bool("follow")) { parts.Add("follow=true"); }
        if (flags.Bool("previous")) { parts.Add("previous=true"); }
        if (flags.Bool("timestamps")) { parts.Add("timestamps=true"); }
        if (flags.Bool("insecure-skip-tls-verify-backend")) { parts.Add("insecureSkipTLSVerifyBackend=true"); }
        if (flags.Int("limit-bytes") > 0) { parts.Add($"limitBytes={flags.Int("limit-bytes")}"); }
        if (flags.Duration("since") != TimeSpan.Zero) { parts.Add($"sinceSeconds={Seconds(flags.Duration("since"))}"); }
        if (flags.Text("since-time") is { Length: > 0 } time) { parts.Add($"sinceTime={Uri.EscapeDataString(time)}"); }
        var tail = flags.IsSet("tail") ? flags.Int("tail") : flags.Text("selector").Length > 0 ? 10 : -1;
        if (tail >= 0) { parts.Add($"tailLines={tail}"); }
        return "?" + string.Join('&', parts);
    }
}
