using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Cli.Flags;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Connection;

/// <summary>Which server, as whom and in which namespace: kubeconfig, overridden by flags.</summary>
/// <param name="Rest">For the client.</param>
/// <param name="Namespace">Where nothing else is said.</param>
/// <param name="IsNamespaceGiven">Whether flag or context name it.</param>
/// <param name="IsConfigured">False where neither kubeconfig nor flags name a server.</param>
internal sealed record ConnectionSettings(RestConfig Rest, string Namespace, bool IsNamespaceGiven, bool IsConfigured)
{
    private const string InClusterFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Resolves the settings.</summary>
    /// <param name="flags">The command's flags.</param>
    /// <param name="terminal">Environment and streams.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="readsInput">The command reads the standard input itself: a program for credentials may not.</param>
    /// <param name="asksUser">Whether who is not known is asked for name and password.</param>
    /// <exception cref="CliException">A context, cluster or file that is named is not there.</exception>
    public static async Task<ConnectionSettings> ResolveAsync(FlagValues flags, Terminal terminal, CancellationToken cancellation, bool readsInput = false, bool asksUser = false)
    {
        var merged = Kubeconfigs.Load(flags.Text("kubeconfig"), terminal.Variable("KUBECONFIG"), terminal.Home).Merged();
        var contextName = flags.Text("context") is { Length: > 0 } chosen ? chosen : merged.TextAt("current-context") ?? "";
        var context = Kubeconfigs.Entry(merged, "contexts", contextName);
        // Compat: without a namespace given the context is looked at first for that, and missed in other words.
        var isEarly = !flags.IsSet("namespace");
        if (context is null && contextName.Length > 0 && isEarly) { throw new CliException($"Error in configuration: context was not found for specified context: {contextName}", isPlain: true); }
        if (context is null && flags.Text("context").Length > 0) { throw new CliException($"context \"{contextName}\" does not exist"); }
        if (context is null && contextName.Length > 0 && flags.Text("server").Length == 0) { throw new CliException($"context was not found for specified context: {contextName}"); }
        context ??= ObjectNode.Empty;
        var clusterName = Given(flags, "cluster", context.TextAt("cluster"));
        var cluster = Kubeconfigs.Entry(merged, "clusters", clusterName);
        // Compat: only a cluster that is asked for must be there.
        if (cluster is null && flags.Text("cluster").Length > 0) { throw new CliException(isEarly ? $"no server found for cluster \"{clusterName}\"" : $"cluster \"{clusterName}\" does not exist"); }
        cluster = Overridden(cluster ?? ObjectNode.Empty, flags, [("server", "server"), ("certificate-authority", "certificate-authority"), ("tls-server-name", "tls-server-name")]);
        if (flags.Bool("insecure-skip-tls-verify")) { cluster = cluster.Set("insecure-skip-tls-verify", true).Remove("certificate-authority").Remove("certificate-authority-data"); }
        var userName = Given(flags, UserFlag(flags), context.TextAt("user"));
        var user = Kubeconfigs.Entry(merged, "users", userName);
        if (user is null && flags.Text(UserFlag(flags)).Length > 0) { throw new CliException($"auth info \"{userName}\" does not exist"); }
        user = Overridden(user ?? ObjectNode.Empty, flags, [("token", "token"), ("client-certificate", "client-certificate"), ("client-key", "client-key"), ("username", "username"), ("password", "password"), ("as", "as"), ("as-uid", "as-uid")]);
        if (flags.IsSet("token")) { user = user.Remove("tokenFile"); }
        if (flags.List("as-group") is { Count: > 0 } groups) { user = user.Set("as-groups", new ArrayNode([.. groups.Select(static g => (Node)g)])); }
        foreach (var extra in flags.List("as-user-extra").Select(static e => e.Split('=', 2)).GroupBy(static e => e[0], static e => (Node)e[^1])) { user = (ObjectNode)user.With(["as-user-extra", extra.Key], new ArrayNode([.. extra])); }
        ConfigurationMistakes.Refuse(cluster, clusterName, user, userName, isEarly ? "" : "Error in configuration: ");
        var isConfigured = cluster.TextAt("server") is { Length: > 0 };
        if (!isConfigured && InCluster(terminal, user) is { } inCluster) { (cluster, user) = inCluster; }
        cluster = cluster.Set("server", ServerOf(cluster.TextAt("server") is { Length: > 0 } named ? named : terminal.Variable("KUBERNETES_MASTER") ?? ""));
        // A server without TLS is not told who asks: anybody could listen.
        var isSecure = cluster.TextAt("server")!.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isSecure) { user = ObjectNode.Of([.. user.Where(static f => f.Key is "as" or "as-uid" or "as-groups" or "as-user-extra").Select(static f => (f.Key, (Node?)f.Value))]); }
        if (user["exec"] is ObjectNode known) { ExecCredential.CheckVersion(known); }
        ConfigurationMistakes.RefusePem(isSecure ? cluster : ObjectNode.Empty, user);
        if (user.TextAt("auth-provider", "name") is { } provider and not "oidc") { throw new CliException($"no Auth Provider found for name \"{provider}\""); }
        // Credentials that are given otherwise come before those of a program, which is not asked then.
        var program = IsKnown(user) ? null : user["exec"] as ObjectNode;
        if (asksUser && isConfigured && isSecure && !UserPrompt.IsKnown(user)) { user = await UserPrompt.AskAsync(user, terminal, cancellation); }
        RestConfig RestAs(ObjectNode who)
        {
            var made = RestOf(cluster, who);
            return made.Proxy is null ? made with { Proxy = EnvironmentProxy.Of(made.Server, terminal.Variable) } : made;
        }
        // What a provider gave is kept where the user stands, as it stands there now.
        void Keep(ObjectNode values)
        {
            var files = Kubeconfigs.Load(flags.Text("kubeconfig"), terminal.Variable("KUBECONFIG"), terminal.Home);
            var path = files.FileOf("users", userName);
            var kept = (ObjectNode)(Kubeconfigs.Entry(files.Content(path), "users", userName) ?? user).With(["auth-provider", "config"], values);
            Commands.ConfigCommand.Save(path, files.Content(path), Commands.ConfigCommand.WithEntry(files.Content(path), "users", userName, kept));
        }
        var rest = RestAs(user);
        if (program is not null)
        {
            var policy = Preferences.PluginPolicy.Of(Preferences.Kuberc.Load(flags.Text("kuberc") is { Length: > 0 } file ? ["--kuberc", file] : [], terminal).Content);
            var credential = new RenewedCredential(asking => ExecCredential.AskAsync(program, user, cluster, policy, terminal, readsInput, asking), RestAs, terminal.Time);
            rest = rest with { Tokens = credential, ClientCertificate = () => credential.Certificate };
        }
        else if (user["auth-provider"] is ObjectNode { Count: > 0 } oidc)
        {
            var values = oidc["config"] as ObjectNode ?? ObjectNode.Empty;
            var authorities = OidcCredential.Authorities(values);
            if (rest.Token.Length == 0 && user.TextAt("username") is null or "") { rest = rest with { Tokens = new RenewedCredential(new OidcCredential(values, PublicHttp.Client(authorities), terminal.Time, Keep).AskAsync, RestAs, terminal.Time) }; }
        }
        var ns = Given(flags, "namespace", context.TextAt("namespace"));
        return new ConnectionSettings(rest, ns.Length > 0 ? ns : InClusterNamespace(terminal), ns.Length > 0, isConfigured || rest.Token.Length > 0);
    }

    private static bool IsKnown(ObjectNode user) => new[] { "token", "username", "client-certificate", "client-certificate-data" }.Any(f => user.TextAt(f) is { Length: > 0 });

    private static RestConfig RestOf(ObjectNode cluster, ObjectNode user)
    {
        var file = new KubeconfigFile(ObjectNode.Of(("clusters", ArrayNode.Of(ObjectNode.Of(("name", "c"), ("cluster", cluster)))), ("users", ArrayNode.Of(ObjectNode.Of(("name", "u"), ("user", user)))),
            ("contexts", ArrayNode.Of(ObjectNode.Of(("name", "x"), ("context", ObjectNode.Of(("cluster", "c"), ("user", "u"))))))), Environment.CurrentDirectory);
        try
        {
            return file.ToRestConfig("x") with { UserAgent = "kubectl/v1.36.0" };
        }
        catch (FileNotFoundException e) { throw new CliException($"unable to read certificate file {e.FileName}: open {e.FileName}: no such file or directory"); }
        catch (Exception e) when (e is FormatException or CryptographicException) { throw new CliException($"unable to load the credentials of the kubeconfig: {e.Message}"); }
    }

    // set subject, create rolebinding: there --user names subjects.
    private static string UserFlag(FlagValues flags) => flags.IsSeveral("user") ? "" : "user";

    private static string Given(FlagValues flags, string flag, string? otherwise) => flags.Text(flag) is { Length: > 0 } text ? text : otherwise ?? "";

    private static ObjectNode Overridden(ObjectNode entry, FlagValues flags, (string Flag, string Field)[] pairs)
    {
        foreach (var (flag, field) in pairs)
        {
            if (flags.Text(flag) is not { Length: > 0 } value) { continue; }
            entry = entry.Set(field, value).Remove(field + "-data");
        }
        return entry;
    }

    private static string ServerOf(string text)
    {
        if (text.Length == 0) { return "http://localhost:8080"; }
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (Uri.TryCreate(address, UriKind.Absolute, out _)) { return address.TrimEnd('/'); }
        // Compat: where no scheme is told, and only what stands behind the last colon is taken for a port.
        var host = text.Contains("://", StringComparison.Ordinal) ? "" : text.Split('/')[0];
        throw host.LastIndexOf(':') is > 0 and var colon && !host.Contains(']', StringComparison.Ordinal) && !host[(colon + 1)..].All(char.IsAsciiDigit)
            ? new CliException($"Unable to connect to the server: invalid port {QuotedText.Go(host[colon..])} after host", isPlain: true) : new CliException($"host must be a URL or a host:port pair: \"{text}\"");
    }

    private static (string Host, string Port)? Surrounding(Terminal terminal) =>
        terminal.Variable("KUBERNETES_SERVICE_HOST") is { Length: > 0 } host && terminal.Variable("KUBERNETES_SERVICE_PORT") is { Length: > 0 } port && File.Exists($"{InClusterFolder}/token") ? (host, port) : null;

    private static (ObjectNode Cluster, ObjectNode User)? InCluster(Terminal terminal, ObjectNode user)
    {
        if (Surrounding(terminal) is not var (host, port)) { return null; }
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return (ObjectNode.Of(("server", $"https://{name}:{port}"), ("certificate-authority", $"{InClusterFolder}/ca.crt")), user.Set("tokenFile", $"{InClusterFolder}/token"));
    }

    // Compat: in a pod its namespace counts for other clusters, too.
    private static string InClusterNamespace(Terminal terminal)
    {
        if (Surrounding(terminal) is null) { return "default"; }
        var said = terminal.Variable("POD_NAMESPACE") is { Length: > 0 } named ? named : File.Exists($"{InClusterFolder}/namespace") ? File.ReadAllText($"{InClusterFolder}/namespace").Trim() : "";
        return said.Length > 0 ? said : "default";
    }
}
