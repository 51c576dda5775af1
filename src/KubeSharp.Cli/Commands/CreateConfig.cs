using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using static KubeSharp.Cli.Commands.CreateParts;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl create configmap, secret …, serviceaccount, token.</summary>
internal static class CreateConfig
{
    /// <summary>create configmap</summary>
    public static Command ConfigMap { get; } = new("create configmap", "Create a config map", "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]", ConfigMapAsync) { Aliases = ["cm"] };
    /// <summary>create secret</summary>
    public static Command Secret { get; } = new("create secret", "Create a secret", "(docker-registry | generic | tls)", null);
    /// <summary>create secret generic</summary>
    public static Command Generic { get; } = new("create secret generic", "Create a secret from files or literal values", "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]", GenericAsync);
    /// <summary>create secret docker-registry</summary>
    public static Command Registry { get; } = new("create secret docker-registry", "Create a secret for an image registry", "NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]", RegistryAsync);
    /// <summary>create secret tls</summary>
    public static Command Tls { get; } = new("create secret tls", "Create a secret of a certificate and its key", "NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]", TlsAsync);
    /// <summary>create serviceaccount</summary>
    public static Command ServiceAccount { get; } = new("create serviceaccount", "Create a service account", "NAME [--dry-run=server|client|none]", c => CreateCommand.SubmitAsync(c, Object("v1", "ServiceAccount", Name(c), null))) { Aliases = ["sa"] };
    /// <summary>create token</summary>
    public static Command Token { get; } = new("create token", "Request a token of a service account", "SERVICE_ACCOUNT_NAME", TokenAsync);

    private static Task<int> ConfigMapAsync(CommandContext context)
    {
        var name = Name(context);
        var (data, binary) = (new SortedDictionary<string, Node>(StringComparer.Ordinal), new SortedDictionary<string, Node>(StringComparer.Ordinal));
        foreach (var (key, bytes) in Entries(context))
        {
            if (IsText(bytes)) { data[key] = Encoding.UTF8.GetString(bytes); }
            else { binary[key] = Convert.ToBase64String(bytes); }
        }
        var content = Object("v1", "ConfigMap", Hashed(context, name, [.. data, .. binary]), null, ("data", Map(data)), ("binaryData", Map(binary)));
        return CreateCommand.SubmitAsync(context, content);
    }

    private static Task<int> GenericAsync(CommandContext context)
    {
        Name(context);
        var data = new SortedDictionary<string, Node>(Entries(context).ToDictionary(static e => e.Key, static e => (Node)Convert.ToBase64String(e.Value)), StringComparer.Ordinal);
        return SecretAsync(context, data, context.Flags.Text("type"));
    }

    private static Task<int> SecretAsync(CommandContext context, SortedDictionary<string, Node> data, string type) =>
        CreateCommand.SubmitAsync(context, Object("v1", "Secret", Hashed(context, Name(context), [.. data]), null, ("data", Map(data)), ("type", type.Length > 0 ? type : null)));

    private static async Task<int> RegistryAsync(CommandContext context)
    {
        Name(context);
        var flags = context.Flags;
        if (flags.List("from-file").Count > 0)
        {
            var files = Entries(context).ToDictionary(static e => e.Key == ".dockercfg" ? e.Key : ".dockerconfigjson", static e => (Node)Convert.ToBase64String(e.Value));
            return await SecretAsync(context, new(files, StringComparer.Ordinal), "kubernetes.io/dockerconfigjson");
        }
        foreach (var needed in new[] { "docker-username", "docker-password" })
        {
            if (flags.Text(needed).Length == 0) { throw new CliException("either --from-file or the combination of --docker-username, --docker-password and --docker-server is required"); }
        }
        var (user, password, email) = (flags.Text("docker-username"), flags.Text("docker-password"), flags.Text("docker-email"));
        var server = flags.Text("docker-server") is { Length: > 0 } given ? given : "https://index.docker.io/v1/";
        var entry = ObjectNode.Of(("username", user), ("password", password), ("email", email.Length > 0 ? email : null), ("auth", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))));
        var text = JsonText.Of(ObjectNode.Of(("auths", ObjectNode.Of((server, entry)))), 0, isSorted: false);
        return await SecretAsync(context, new(StringComparer.Ordinal) { [".dockerconfigjson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) }, "kubernetes.io/dockerconfigjson");
    }

    private static async Task<int> TlsAsync(CommandContext context)
    {
        Name(context, mayBeEmpty: true);
        var (certificate, key) = (context.Flags.Text("cert"), context.Flags.Text("key"));
        if (certificate.Length == 0 || key.Length == 0) { throw new CliException("key and cert must be specified"); }
        var (certificateText, keyText) = (await ReadAsync(certificate), await ReadAsync(key));
        try { System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificateText), Encoding.UTF8.GetString(keyText)).Dispose(); }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or ArgumentException) { throw new CliException($"tls: {(e.Message.Contains("match", StringComparison.Ordinal) ? "private key does not match public key" : Encoding.UTF8.GetString(certificateText).Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched" : "failed to find any PEM data in certificate input")}"); }
        return await SecretAsync(context, new(StringComparer.Ordinal) { ["tls.crt"] = Convert.ToBase64String(certificateText), ["tls.key"] = Convert.ToBase64String(keyText) }, "kubernetes.io/tls");
    }

    private static async Task<byte[]> ReadAsync(string path) => File.Exists(path) ? await File.ReadAllBytesAsync(path) : throw new CliException($"Cannot read file {path}, open {path}: no such file or directory");

    private static async Task<int> TokenAsync(CommandContext context)
    {
        var flags = context.Flags;
        var name = Name(context);
        var kind = flags.Text("bound-object-kind");
        if (kind.Length > 0 && flags.Text("bound-object-name").Length == 0) { throw new CliException("--bound-object-name is required if --bound-object-kind is provided"); }
        if (kind.Length == 0 && flags.Text("bound-object-name").Length > 0) { throw new CliException("--bound-object-name can only be set if --bound-object-kind is provided"); }
        if (kind.Length == 0 && flags.Text("bound-object-uid").Length > 0) { throw new CliException("--bound-object-uid can only be set if --bound-object-kind is provided"); }
        if (kind is not ("" or "Node" or "Pod" or "Secret")) { throw new CliException("supported --bound-object-kind values are Node, Pod, Secret"); }
        if (flags.Duration("duration") < TimeSpan.Zero) { throw new CliException("--duration must be greater than or equal to 0"); }
        var seconds = (long)flags.Duration("duration").TotalSeconds;
        var request = ObjectNode.Of(("kind", "TokenRequest"), ("apiVersion", "authentication.k8s.io/v1"), ("metadata", ObjectNode.Empty), ("spec", ObjectNode.Of(("audiences", Texts(flags.List("audience")) is { } audiences ? audiences : NullNode.Instance),
            ("expirationSeconds", seconds > 0 ? seconds : null), ("boundObjectRef", kind.Length == 0 ? null : ObjectNode.Of(("kind", kind), ("apiVersion", "v1"), ("name", flags.Text("bound-object-name")), ("uid", flags.Text("bound-object-uid") is { Length: > 0 } uid ? uid : null))))));
        Node answer;
        try { answer = await (await context.ServerAsync()).CallAsync(HttpMethod.Post, $"/api/v1/namespaces/{await context.NamespaceAsync()}/serviceaccounts/{Uri.EscapeDataString(name)}/token", request.ToUtf8(), "application/json", context.Cancellation); }
        catch (Machinery.Statuses.StatusException e) { throw new CliException($"failed to create token: {e.Message}"); }
        catch (CliException e) { throw new CliException($"failed to create token: {(e.Unreached.Length > 0 ? e.Unreached : e.Message)}"); }
        if (answer.TextAt("status", "token") is null or "") { throw new CliException("failed to create token: no token in server response"); }
        // Compat: a token that is bound to nothing is printed with that nothing.
        if (answer.At("spec", "boundObjectRef") is null) { answer = answer.With(["spec", "boundObjectRef"], NullNode.Instance); }
        if (context.Printer(isTyped: true) is { } printer) { printer.Print(answer, context.Out); }
        else { context.Out.Write(answer.TextAt("status", "token") + (context.Terminal.IsOutTerminal ? "\n" : "")); }
        return 0;
    }

    private static List<(string Key, byte[] Value)> Entries(CommandContext context)
    {
        var entries = new List<(string Key, byte[] Value)>();
        if (context.Flags.List("from-env-file").Count > 0 && context.Flags.List("from-file").Count + context.Flags.List("from-literal").Count > 0) { throw new CliException("from-env-file cannot be combined with from-file or from-literal"); }
        foreach (var source in context.Flags.List("from-file")) { entries.AddRange(FromFile(source)); }
        foreach (var literal in context.Flags.List("from-literal"))
        {
            var at = literal.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) { throw new CliException($"invalid literal source {literal}, expected key=value"); }
            entries.Add((literal[..at], Encoding.UTF8.GetBytes(literal[(at + 1)..])));
        }
        foreach (var file in context.Flags.List("from-env-file")) { entries.AddRange(FromEnvironment(context, file)); }
        if (entries.GroupBy(static e => e.Key).FirstOrDefault(static g => g.Count() > 1) is { } twice) { throw new CliException($"cannot add key \"{twice.Key}\", another key by that name already exists in Data for ConfigMap \"{context.Arguments[0]}\""); }
        if (entries.FirstOrDefault(static e => e.Key.Length == 0 || e.Key.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))) is { Key: { } bad }) { throw new CliException($"\"{bad}\" is not a valid key name for a ConfigMap: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"); }
        return entries;
    }

    private static IEnumerable<(string, byte[])> FromFile(string source)
    {
        var at = source.IndexOf('=', StringComparison.Ordinal);
        if (source.Count(static c => c == '=') > 1) { throw new CliException("key names or file paths cannot contain '='"); }
        var (key, path) = at >= 0 ? (source[..at], source[(at + 1)..]) : ("", source);
        if (at >= 0 && (key.Length == 0 || path.Length == 0)) { throw new CliException(key.Length == 0 ? $"key name for file path {path} missing" : $"file path for key name {key} missing"); }
        if (Directory.Exists(path))
        {
            if (key.Length > 0) { throw new CliException("cannot give a key name for a directory path"); }
            return Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Select(static f => (Path.GetFileName(f), File.ReadAllBytes(f)));
        }
        return File.Exists(path) ? [(key.Length > 0 ? key : Path.GetFileName(path), File.ReadAllBytes(path))] : throw new CliException($"error reading {path}: no such file or directory");
    }

    private static IEnumerable<(string, byte[])> FromEnvironment(CommandContext context, string file)
    {
        if (!File.Exists(file)) { throw new CliException($"error reading {file}: no such file or directory"); }
        foreach (var line in File.ReadLines(file).Select(static l => l.TrimStart()).Where(static l => l.Length > 0 && !l.StartsWith('#')))
        {
            var pair = line.Split('=', 2);
            if (!IsVariable(pair[0])) { throw new CliException($"\"{pair[0]}\" is not a valid key name: {VariableRule}"); }
            var value = pair.Length == 2 ? pair[1] : context.Terminal.Variable(pair[0]) ?? "";
            yield return (pair[0], Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>What the name of an environment variable is, in upstream's words.</summary>
    public const string VariableRule = "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

    /// <summary>Whether an environment variable may be named so.</summary>
    public static bool IsVariable(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsText(byte[] bytes)
    {
        try { new UTF8Encoding(false, true).GetCharCount(bytes); return true; }
        catch (DecoderFallbackException) { return false; }
    }

    // --append-hash: a name that changes with the content.
    private static string Hashed(CommandContext context, string name, IReadOnlyList<KeyValuePair<string, Node>> data)
    {
        if (!context.Flags.Bool("append-hash")) { return name; }
        return $"{name}-{ContentHash.Of(context.Arguments[0], data, context.Flags.Has("type") ? "Secret" : "ConfigMap", context.Flags.Text("type"))}";
    }

    private static ObjectNode? Map(SortedDictionary<string, Node> entries) => entries.Count == 0 ? null : ObjectNode.Of([.. entries.Select(static e => (e.Key, (Node?)e.Value))]);
}
