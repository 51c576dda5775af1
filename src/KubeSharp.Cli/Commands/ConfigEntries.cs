using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl config set-cluster, set-context, set-credentials.</summary>
internal static class ConfigEntries
{
    private static readonly (string Flag, string Field)[] _cluster = [("server", "server"), ("tls-server-name", "tls-server-name"), ("proxy-url", "proxy-url"), ("certificate-authority", "certificate-authority")];
    private static readonly (string Flag, string Field)[] _context = [("cluster", "cluster"), ("user", "user"), ("namespace", "namespace")];
    private static readonly (string Flag, string Field)[] _user = [("token", "token"), ("username", "username"), ("password", "password"), ("client-certificate", "client-certificate"), ("client-key", "client-key")];

    /// <summary>set-cluster</summary>
    public static Task<int> ClusterAsync(CommandContext context)
    {
        var (flags, name) = (context.Flags, Name(context));
        if (flags.Bool("insecure-skip-tls-verify") && flags.Text("certificate-authority").Length > 0) { throw new CliException("you cannot specify a certificate authority and insecure mode at the same time"); }
        if (flags.Bool("embed-certs") && flags.Text("certificate-authority").Length == 0) { throw new CliException("you must specify a --certificate-authority to embed"); }
        return Change(context, "clusters", name, "Cluster", entry =>
        {
            entry = Given(context, entry, _cluster);
            // Compat: whoever does not ask for it again is checked again; another server has another name.
            entry = flags.Bool("insecure-skip-tls-verify") ? entry.Set("insecure-skip-tls-verify", true).Remove("certificate-authority").Remove("certificate-authority-data") : entry.Remove("insecure-skip-tls-verify");
            if (flags.IsSet("server") && !flags.IsSet("tls-server-name")) { entry = entry.Remove("tls-server-name"); }
            return flags.IsSet("certificate-authority") ? Files(context, entry.Remove("insecure-skip-tls-verify"), ["certificate-authority"]) : entry;
        });
    }

    /// <summary>set-context</summary>
    public static Task<int> ContextAsync(CommandContext context)
    {
        var isCurrent = context.Flags.Bool("current");
        if (isCurrent && context.Arguments.Count > 0) { throw new CliException("you cannot specify both a context name and --current"); }
        if (!isCurrent && context.Arguments.Count == 0) { throw new CliException("you must specify a non-empty context name or --current"); }
        var name = isCurrent ? ConfigCommand.Files(context).Merged().TextAt("current-context") is { Length: > 0 } current ? current : throw new CliException("no current context is set") : Name(context);
        return Change(context, "contexts", name, "Context", entry => Given(context, entry, _context));
    }

    /// <summary>set-credentials</summary>
    public static Task<int> UserAsync(CommandContext context)
    {
        var (flags, name) = (context.Flags, Name(context));
        foreach (var list in new[] { "auth-provider-arg", "exec-env" })
        {
            if (flags.List(list).FirstOrDefault(static w => !w.Contains('=', StringComparison.Ordinal) && !w.EndsWith('-')) is { } wrong) { throw new CliException($"invalid {list} format: {wrong}") { ShowsHelp = true }; }
        }
        if (flags.Text("token").Length > 0 && flags.Text("username").Length + flags.Text("password").Length > 0) { throw new CliException("you cannot specify more than one authentication method at the same time: --token, --username/--password"); }
        if (flags.Bool("embed-certs") && flags.Text("client-certificate").Length + flags.Text("client-key").Length == 0) { throw new CliException("you must specify a --client-certificate or --client-key to embed"); }
        if (flags.IsSet("exec-interactive-mode") && flags.Text("exec-interactive-mode") is not ("Never" or "IfAvailable" or "Always")) { throw new CliException("invalid interactive mode type, can be only IfAvailable, Never, Always"); }
        return Change(context, "users", name, "User", entry =>
        {
            entry = Files(context, Given(context, entry, _user), ["client-certificate", "client-key"]);
            // One way to say who one is replaces the other.
            var isByName = flags.Text("username").Length + flags.Text("password").Length > 0;
            if (isByName) { entry = entry.Remove("token"); }
            else if (flags.Text("token").Length > 0) { entry = entry.Remove("username").Remove("password"); }
            return Program(flags, Provider(flags, entry));
        });
    }

    private static ObjectNode Provider(FlagValues flags, ObjectNode entry)
    {
        const string Field = "auth-provider";
        if (flags.IsSet(Field)) { entry = flags.Text(Field) is not { Length: > 0 } name ? entry.Remove(Field) : entry.TextAt(Field, "name") == name ? entry : entry.Set(Field, ObjectNode.Of(("name", name))); }
        if (entry[Field] is not ObjectNode provider) { return entry; }
        var values = provider["config"] as ObjectNode ?? ObjectNode.Empty;
        foreach (var (name, value) in Pairs(flags.List("auth-provider-arg"))) { values = value is null ? values.Remove(name) : values.Set(name, value); }
        return entry.Set(Field, ObjectNode.Of(("config", values.Count > 0 ? values : NullNode.Instance), ("name", provider["name"])));
    }

    private static ObjectNode Program(FlagValues flags, ObjectNode entry)
    {
        const string Field = "exec";
        if (flags.IsSet("exec-command")) { entry = flags.Text("exec-command") is { Length: > 0 } command ? (ObjectNode)entry.With([Field, "command"], command) : entry.Remove(Field); }
        if (entry[Field] is not ObjectNode plugin) { return entry; }
        var variables = (plugin["env"] as ArrayNode ?? ArrayNode.Empty).ToList();
        foreach (var (name, value) in Pairs(flags.List("exec-env")))
        {
            var at = variables.FindIndex(v => v.TextAt("name") == name);
            if (value is null) { if (at >= 0) { variables.RemoveAt(at); } continue; }
            var variable = ObjectNode.Of(("name", name), ("value", value));
            if (at >= 0) { variables[at] = variable; } else { variables.Add(variable); }
        }
        return entry.Set(Field, ObjectNode.Of(("apiVersion", flags.IsSet("exec-api-version") ? flags.Text("exec-api-version") : plugin["apiVersion"] ?? ""),
            ("args", (flags.IsSet("exec-arg") ? CreateParts.Texts(flags.List("exec-arg")) : plugin["args"]) ?? NullNode.Instance), ("command", plugin["command"]), ("env", variables.Count > 0 ? new ArrayNode([.. variables]) : NullNode.Instance),
            ("interactiveMode", flags.IsSet("exec-interactive-mode") ? flags.Text("exec-interactive-mode") : plugin["interactiveMode"]),
            ("provideClusterInfo", flags.IsSet("exec-provide-cluster-info") ? flags.Bool("exec-provide-cluster-info") : plugin["provideClusterInfo"] ?? (Node)false)));
    }

    // name=value sets, name- takes away (null), which is done first.
    private static IEnumerable<(string Name, string? Value)> Pairs(IEnumerable<string> words) => words.OrderBy(static w => w.Contains('=', StringComparison.Ordinal)).Select(static w => w.Split('=', 2)).Select(static p => p is [var name, var value] ? (name, (string?)value) : (p[0].TrimEnd('-'), null));

    private static string Name(CommandContext context) => context.Arguments is [var name] ? name : throw CliException.WrongWords(context.Arguments, context.Command.Name == "set-credentials" ? "unexpected args" : "Unexpected args");

    private static Task<int> Change(CommandContext context, string list, string name, string noun, Func<ObjectNode, ObjectNode> change)
    {
        var files = ConfigCommand.Files(context);
        var path = files.FileOf(list, name);
        var before = Kubeconfigs.Entry(files.Content(path), list, name);
        ConfigCommand.Save(path, files.Content(path), ConfigCommand.WithEntry(files.Content(path), list, name, change(before ?? ObjectNode.Empty)));
        context.Out.WriteLine(noun == "Context" ? $"Context \"{name}\" {(before is null ? "created" : "modified")}." : $"{noun} \"{name}\" set.");
        return Task.FromResult(0);
    }

    private static ObjectNode Given(CommandContext context, ObjectNode entry, (string Flag, string Field)[] pairs)
    {
        foreach (var (flag, field) in pairs)
        {
            if (!context.Flags.IsSet(flag)) { continue; }
            entry = context.Flags.Text(flag) is { Length: > 0 } value ? entry.Set(field, value) : entry.Remove(field);
        }
        return entry;
    }

    // By the folder of the kubeconfig where it lies there, else by its full path. Compat: no name is the working folder.
    private static string Named(string path, CommandContext context)
    {
        var full = path.Length > 0 ? Path.GetFullPath(path) : Environment.CurrentDirectory;
        var inner = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(ConfigCommand.Files(context).Default))!, full);
        return inner.StartsWith("..", StringComparison.Ordinal) ? full : inner;
    }

    // Files are named by their path, or put in as they are where --embed-certs says so.
    private static ObjectNode Files(CommandContext context, ObjectNode entry, string[] fields)
    {
        foreach (var field in fields)
        {
            if (!context.Flags.IsSet(field)) { continue; }
            var path = context.Flags.Text(field);
            if (!context.Flags.Bool("embed-certs")) { entry = entry.Set(field, Named(path, context)).Remove(field + "-data"); continue; }
            if (!File.Exists(path)) { throw new CliException($"could not stat {field} file {path}: stat {path}: no such file or directory"); }
            entry = entry.Remove(field).Set(field + "-data", Convert.ToBase64String(File.ReadAllBytes(path)));
        }
        return entry;
    }
}
