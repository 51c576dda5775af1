using KubeSharp.Cli.Connection;
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
        return Change(context, "clusters", name, "Cluster", entry =>
        {
            entry = Given(context, entry, _cluster);
            if (flags.IsSet("insecure-skip-tls-verify")) { entry = flags.Bool("insecure-skip-tls-verify") ? entry.Set("insecure-skip-tls-verify", true).Remove("certificate-authority").Remove("certificate-authority-data") : entry.Remove("insecure-skip-tls-verify"); }
            return flags.IsSet("certificate-authority") ? Files(context, entry.Remove("insecure-skip-tls-verify"), ["certificate-authority"]) : entry;
        });
    }

    /// <summary>set-context</summary>
    public static Task<int> ContextAsync(CommandContext context)
    {
        var isCurrent = context.Flags.Bool("current");
        if (isCurrent && context.Arguments.Count > 0) { throw CliException.Usage("you cannot specify both a context name and --current"); }
        var name = isCurrent ? ConfigCommand.Files(context).Merged().TextAt("current-context") is { Length: > 0 } current ? current : throw new CliException("no current context is set") : Name(context);
        return Change(context, "contexts", name, "Context", entry => Given(context, entry, _context));
    }

    /// <summary>set-credentials</summary>
    public static Task<int> UserAsync(CommandContext context)
    {
        var (flags, name) = (context.Flags, Name(context));
        if (flags.IsSet("token") && (flags.IsSet("username") || flags.IsSet("password"))) { throw new CliException("you cannot specify more than one authentication method at the same time: --token, --username/--password"); }
        return Change(context, "users", name, "User", entry =>
        {
            entry = Files(context, Given(context, entry, _user), ["client-certificate", "client-key"]);
            if (!flags.IsSet("exec-command")) { return entry; }
            var environment = flags.List("exec-env").Select(static e => (Node)ObjectNode.Of(("name", e.Split('=', 2)[0]), ("value", e.Split('=', 2)[^1]))).ToArray();
            return entry.Set("exec", ObjectNode.Of(("apiVersion", flags.Text("exec-api-version")), ("args", CreateParts.Texts(flags.List("exec-arg")) is { } words ? words : NullNode.Instance), ("command", flags.Text("exec-command")),
                ("env", environment.Length > 0 ? new ArrayNode([.. environment]) : NullNode.Instance), ("interactiveMode", flags.Text("exec-interactive-mode") is { Length: > 0 } mode ? mode : null), ("provideClusterInfo", flags.Bool("exec-provide-cluster-info"))));
        });
    }

    private static string Name(CommandContext context) => context.Arguments is [var name] ? name : throw CliException.Usage("Unexpected args: [" + string.Join(' ', context.Arguments) + "]");

    private static Task<int> Change(CommandContext context, string list, string name, string noun, Func<ObjectNode, ObjectNode> change)
    {
        var files = ConfigCommand.Files(context);
        var path = files.FileOf(list, name);
        var before = Kubeconfigs.Entry(files.Content(path), list, name);
        ConfigCommand.Save(path, ConfigCommand.WithEntry(files.Content(path), list, name, change(before ?? ObjectNode.Empty)));
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

    // Files are named by their full path, or put in as they are where --embed-certs says so.
    private static ObjectNode Files(CommandContext context, ObjectNode entry, string[] fields)
    {
        foreach (var field in fields)
        {
            if (!context.Flags.IsSet(field) || entry.TextAt(field) is not { } path) { continue; }
            if (!context.Flags.Bool("embed-certs")) { entry = entry.Set(field, Path.GetFullPath(path)).Remove(field + "-data"); continue; }
            if (!File.Exists(path)) { throw new CliException($"could not stat {field} file {path}: stat {path}: no such file or directory"); }
            entry = entry.Remove(field).Set(field + "-data", Convert.ToBase64String(File.ReadAllBytes(path)));
        }
        return entry;
    }
}
