using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl version, options.</summary>
internal static class VersionCommand
{
    private const string ClientVersion = "v1.36.0";
    private const string KustomizeVersion = "v5.8.1";
    private static readonly ObjectNode _client = ObjectNode.Of(("major", "1"), ("minor", "36"), ("gitVersion", ClientVersion), ("gitCommit", ""), ("gitTreeState", "clean"), ("buildDate", "1970-01-01T00:00:00Z"), ("goVersion", ""), ("compiler", "nativeaot"), ("platform", "linux/amd64"));
    private static readonly string[] _fields = ["major", "minor", "emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor", "gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform"];

    /// <summary>version</summary>
    public static Command Version { get; } = new("version", "Show the versions of client and server", "[flags]", RunAsync);

    /// <summary>options</summary>
    public static Command Options { get; } = new("options", "List the flags that every command takes", "", ListOptionsAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Arguments.Count > 0) { throw new CliException($"extra arguments: [{string.Join(' ', context.Arguments)}]"); }
        var output = context.Flags.Text("output");
        if (output is not ("" or "json" or "yaml")) { throw new CliException("--output must be 'yaml' or 'json'"); }
        // Compat: who cannot know the server hears of nothing else.
        if (!context.Flags.Bool("client")) { await Check.Server(context); }
        if (output.Length == 0) { context.Out.WriteLine($"Client Version: {ClientVersion}\nKustomize Version: {KustomizeVersion}"); }
        Node? server = null;
        Exception? failure = null;
        if (!context.Flags.Bool("client"))
        {
            try { server = await (await context.ServerAsync()).GetAsync("/version", context.Cancellation); }
            catch (CliException e) { failure = e; }
        }
        if (output.Length == 0 && server is not null) { context.Out.WriteLine($"Server Version: {server.TextAt("gitVersion")}"); }
        var all = ObjectNode.Of(("clientVersion", _client), ("kustomizeVersion", KustomizeVersion), ("serverVersion", server));
        if (output == "json") { context.Out.Write(JsonText.Of(all, 2, isSorted: false) + "\n"); }
        if (output == "yaml") { context.Out.Write(Yaml.Write(FieldOrder.Sorted(all)) + "\n"); }
        return failure is null ? 0 : throw failure;
    }

    /// <summary>Refuses a server of another version than the client's (--match-server-version).</summary>
    /// <exception cref="CliException">Its version is another.</exception>
    public static async Task MatchAsync(Connection.ServerConnection server, CancellationToken cancellation)
    {
        var other = await server.GetAsync("/version", cancellation);
        if (other.TextAt("gitVersion") != ClientVersion) { throw new CliException($"server version (&{GoForm(other)}) differs from client version ({GoForm(_client)})"); }
    }

    private static string GoForm(Node version) =>
        $"version.Info{{{string.Join(", ", _fields.Select(f => $"{char.ToUpperInvariant(f[0])}{f[1..]}:{QuotedText.Go(version.TextAt(f) ?? "")}"))}}}";

    private static Task<int> ListOptionsAsync(CommandContext context)
    {
        context.Out.WriteLine(Localization.Text.Of("The following options can be passed to any command:") + "\n");
        foreach (var flag in Flags.FlagCatalog.Global()) { context.Out.WriteLine(HelpText.Lines("", flag)); }
        return Task.FromResult(0);
    }
}
