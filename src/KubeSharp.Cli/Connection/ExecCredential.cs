using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Connection;

/// <summary>Credentials from a program that the kubeconfig names. Source: client authentication API v1 (ExecCredential).</summary>
internal static class ExecCredential
{
    private const string Group = "client.authentication.k8s.io", V1 = $"{Group}/v1", V1Beta1 = $"{Group}/v1beta1";
    private const string ClusterExtension = $"{Group}/exec";
    private const string NotInstalled = """


        It looks like you are trying to use a client-go credential plugin that is not installed.

        To learn more about this feature, consult the documentation available at:
              https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
        """;

    // What a program may be told of the cluster, in the order of the API's type.
    private static readonly string[] _clusterFields = ["server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url", "disable-compression"];
    private static readonly string[] _texts = ["token", "clientCertificateData", "clientKeyData"];

    /// <summary>What is wrong with what a kubeconfig says of a program.</summary>
    public static IEnumerable<string> Mistakes(ObjectNode plugin, string userName)
    {
        var (version, mode) = (plugin.TextAt("apiVersion") ?? "", plugin.TextAt("interactiveMode") ?? "");
        string Needed(string what) => $"{what} must be specified for {userName} to use exec authentication plugin";
        if (plugin.TextAt("command") is null or "") { yield return Needed("command"); }
        if (version.Length == 0) { yield return Needed("apiVersion"); }
        foreach (var _ in (plugin["env"] as ArrayNode ?? ArrayNode.Empty).Where(static e => e.TextAt("name") is null or "")) { yield return Needed("env variable name"); }
        // Versions before the first have a default.
        if (mode.Length == 0 && version is not (V1Beta1 or $"{Group}/v1alpha1")) { yield return Needed("interactiveMode"); }
        if (mode is not ("" or "Never" or "IfAvailable" or "Always")) { yield return $"invalid interactiveMode for {userName}: {QuotedText.Go(mode)}"; }
    }

    /// <summary>Checks that the version is one that is spoken.</summary>
    /// <exception cref="CliException">It is not.</exception>
    public static void CheckVersion(ObjectNode plugin)
    {
        if (plugin.TextAt("apiVersion") is not (V1 or V1Beta1) and var version) { throw new CliException($"exec plugin: invalid apiVersion \"{version}\""); }
    }

    /// <summary>The user with what the program answered, and when that runs out; null: it does not.</summary>
    /// <exception cref="CliException">The program is missing, fails, or answers nothing usable.</exception>
    public static async Task<(ObjectNode User, DateTimeOffset? EndsAt)> AskAsync(ObjectNode plugin, ObjectNode user, ObjectNode cluster, Preferences.PluginPolicy policy, Terminal terminal, bool readsInput, CancellationToken cancellation)
    {
        var version = plugin.TextAt("apiVersion")!;
        var isInteractive = terminal.IsInTerminal && !readsInput && plugin.TextAt("interactiveMode") != "Never";
        if (plugin.TextAt("interactiveMode") == "Always" && !isInteractive)
        {
            throw Refused($"exec plugin cannot support interactive mode: {(readsInput ? "standard input is unavailable: used by stdin resource manifest reader" : "standard input is not a terminal")}");
        }
        var start = new ProcessStartInfo(plugin.TextAt("command")!) { RedirectStandardInput = !isInteractive, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in plugin["args"] as ArrayNode ?? ArrayNode.Empty) { start.ArgumentList.Add((argument as StringNode)?.Value ?? ""); }
        foreach (var entry in plugin["env"] as ArrayNode ?? ArrayNode.Empty) { start.Environment[entry.TextAt("name")!] = entry.TextAt("value") ?? ""; }
        var spec = ObjectNode.Empty;
        if (plugin.At("provideClusterInfo") is BooleanNode { Value: true }) { spec = spec.Set("cluster", Told(cluster)); }
        start.Environment["KUBERNETES_EXEC_INFO"] = ObjectNode.Of(("kind", "ExecCredential"), ("apiVersion", version), ("spec", spec.Set("interactive", isInteractive))) + "\n";
        if (policy.Refusal(start.FileName, command => FileOf(command, terminal)) is { Length: > 0 } refusal) { throw Refused(refusal); }
        var status = StatusOf(Read(await RunAsync(start, plugin.TextAt("installHint") ?? "", cancellation)), version);
        if (status.TextAt("token") is { Length: > 0 } token) { user = user.Set("token", token); }
        if (status.TextAt("clientCertificateData") is { Length: > 0 } certificate) { user = user.Set("client-certificate-data", Base64(certificate)).Set("client-key-data", Base64(status.TextAt("clientKeyData")!)); }
        return (user.Remove("exec"), status.TextAt("expirationTimestamp") is { Length: > 0 } end ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) : null);
    }

    private static string? FileOf(string command, Terminal terminal)
    {
        if (command.Contains('/', StringComparison.Ordinal)) { return File.Exists(command) ? command : null; }
        return (terminal.Variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
    }

    private static ObjectNode Told(ObjectNode cluster)
    {
        if (cluster.TextAt("certificate-authority") is { Length: > 0 } file && cluster.TextAt("certificate-authority-data") is null or "") { cluster = cluster.Set("certificate-authority-data", Convert.ToBase64String(File.ReadAllBytes(file))); }
        var told = ObjectNode.Empty;
        foreach (var field in _clusterFields)
        {
            if (cluster[field] is { } value and not (NullNode or StringNode { Value: "" } or BooleanNode { Value: false })) { told = told.Set(field, value); }
        }
        var extension = (cluster["extensions"] as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(static e => e.TextAt("name") == ClusterExtension);
        return told.Set("config", extension?.At("extension") ?? NullNode.Instance);
    }

    private static async Task<string> RunAsync(ProcessStartInfo start, string hint, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(start)!;
            if (start.RedirectStandardInput) { process.StandardInput.Close(); }
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output : throw Refused($"exec: executable {start.FileName} failed with exit code {process.ExitCode}");
        }
        catch (Win32Exception e) when (start.FileName.Contains('/', StringComparison.Ordinal)) { throw Refused($"exec: fork/exec {start.FileName}: {(e.NativeErrorCode == 0 ? "permission denied" : new Win32Exception(e.NativeErrorCode).Message.ToLowerInvariant())}"); }
        catch (Win32Exception) { throw Refused($"exec: executable {start.FileName} not found{NotInstalled}{(hint.Length > 0 ? $"\n\n{Escapes.Neutralize(hint)}" : "")}"); }
    }

    private static ObjectNode Read(string output)
    {
        try
        {
            return (output.TrimStart().StartsWith('{') ? Node.Parse(output) : Yaml.Read(output)) switch
            {
                ObjectNode answer => answer,
                NullNode => ObjectNode.Empty,
                var other => throw Undecoded($"couldn't get version/kind; json parse error: json: cannot unmarshal {Form(other)} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}"),
            };
        }
        // Compat: of what is no JSON upstream says most often that it ends too early.
        catch (JsonException e) { throw Undecoded($"couldn't get version/kind; json parse error: {JsonMistakes.Words(e, System.Text.Encoding.UTF8.GetBytes(output))}"); }
        catch (FormatException e) { throw Undecoded($"couldn't get version/kind; json parse error: {e.Message}"); }
    }

    private static ObjectNode StatusOf(ObjectNode answer, string wanted)
    {
        var (version, kind) = (answer.TextAt("apiVersion") ?? "", answer.TextAt("kind") ?? "");
        if (version is not ("" or V1 or V1Beta1) || kind is not ("" or "ExecCredential")) { throw Undecoded($"no kind \"{(kind.Length > 0 ? kind : "ExecCredential")}\" is registered for version \"{(version.Length > 0 ? version : wanted)}\" in scheme \"pkg/client/auth/exec/exec.go:64\""); }
        if (answer["status"] is { } form and not (ObjectNode or NullNode)) { throw Undecoded($"json: cannot unmarshal {Form(form)} into Go struct field ExecCredential.status of type {(version == V1Beta1 ? "v1beta1" : "v1")}.ExecCredentialStatus"); }
        if (answer["status"] is ObjectNode { } given) { CheckForms(given); }
        // Compat: an answer without a version is read as upstream's own, and is none that was asked for.
        if (version != wanted) { throw Refused($"exec plugin is configured to use API version {wanted}, plugin returned version {(version.Length > 0 ? version : $"{Group}/__internal")}"); }
        if (answer["status"] is not ObjectNode status) { throw Refused("exec plugin didn't return a status field"); }
        var (hasToken, hasCertificate, hasKey) = (Has(status, "token"), Has(status, "clientCertificateData"), Has(status, "clientKeyData"));
        if (!hasToken && !hasCertificate && !hasKey) { throw Refused("exec plugin didn't return a token or cert/key pair"); }
        if (hasCertificate != hasKey) { throw Refused("exec plugin returned only certificate or key, not both"); }
        foreach (var (field, name) in ((string, string)[])[("clientCertificateData", "certificate"), ("clientKeyData", "key")])
        {
            if (Has(status, field) && !status.TextAt(field)!.Contains("-----BEGIN", StringComparison.Ordinal)) { throw Refused($"failed parsing client key/certificate: tls: failed to find any PEM data in {name} input"); }
        }
        return status;
    }

    private static void CheckForms(ObjectNode status)
    {
        foreach (var field in _texts)
        {
            if (status[field] is { } value and not (StringNode or NullNode)) { throw Undecoded($"json: cannot unmarshal {Form(value)} into Go struct field ExecCredentialStatus.status.{field} of type string"); }
        }
        if (status.TextAt("expirationTimestamp") is { Length: > 0 } time && Flags.GoTime.Mistake(time) is { } mistake) { throw Undecoded(mistake); }
    }

    private static CliException Undecoded(string why) => Refused($"decoding stdout: {why}");

    private static CliException Refused(string why) => new($"Unable to connect to the server: getting credentials: {why}", isPlain: true);

    private static string Form(Node node) => node is BooleanNode ? "bool" : node.Kind;

    private static bool Has(ObjectNode status, string field) => status.TextAt(field) is { Length: > 0 };

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
