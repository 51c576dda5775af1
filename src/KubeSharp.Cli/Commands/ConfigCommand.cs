using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl config: reads and changes kubeconfig files.</summary>
internal static class ConfigCommand
{
    private static readonly string[] _lists = ["clusters", "contexts", "users"];
    private static readonly string[] _secrets = ["certificate-authority-data", "client-certificate-data", "client-key-data"];

    /// <summary>config and its subcommands</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("config", "Modify kubeconfig files", "SUBCOMMAND", null),
        new("config current-context", "Show the current context", "[flags]", CurrentAsync),
        new("config delete-cluster", "Delete a cluster", "NAME", c => DeleteAsync(c, "clusters", "cluster")),
        new("config delete-context", "Delete a context", "NAME", c => DeleteAsync(c, "contexts", "context")),
        new("config delete-user", "Delete a user", "NAME", c => DeleteAsync(c, "users", "user")),
        new("config get-clusters", "List the clusters", "[flags]", c => NamesAsync(c, "clusters")),
        new("config get-contexts", "List the contexts", "[(-o|--output=)name)]", ContextsAsync),
        new("config get-users", "List the users", "[flags]", c => NamesAsync(c, "users")),
        new("config rename-context", "Rename a context", "CONTEXT_NAME NEW_NAME", RenameAsync),
        new("config set", "Set a value", "PROPERTY_NAME PROPERTY_VALUE", c => ConfigProperties.SetAsync(c, isUnset: false)),
        new("config set-cluster", "Set a cluster", "NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]", ConfigEntries.ClusterAsync),
        new("config set-context", "Set a context", "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]", ConfigEntries.ContextAsync),
        new("config set-credentials", "Set a user", "NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]", ConfigEntries.UserAsync),
        new("config unset", "Unset a value", "PROPERTY_NAME", c => ConfigProperties.SetAsync(c, isUnset: true)),
        new("config use-context", "Set the current context", "CONTEXT_NAME", UseAsync) { Aliases = ["use"] },
        new("config view", "Show the merged configuration", "[flags]", ViewAsync),
    ];

    /// <summary>The files of the user.</summary>
    public static Kubeconfigs Files(CommandContext context) => Kubeconfigs.Load("", context.Flags.Text("kubeconfig") is { Length: > 0 } given ? given : context.Terminal.Variable("KUBECONFIG"), context.Terminal.Home);

    /// <summary>Writes a file's new content, for its owner only; entries stand by name. Compat: what is as it was is not written.</summary>
    public static void Save(string path, ObjectNode before, ObjectNode content)
    {
        var full = Full(content);
        if (full.Equals(Full(before))) { return; }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        file.Write(System.Text.Encoding.UTF8.GetBytes(Yaml.Write(FieldOrder.Sorted(full))));
    }

    // Compat: kind and version are written whatever stood there.
    private static ObjectNode Full(ObjectNode content)
    {
        foreach (var list in _lists)
        {
            if (content[list] is ArrayNode entries) { content = content.Set(list, new ArrayNode([.. entries.OrderBy(static e => e.TextAt("name"), StringComparer.Ordinal)])); }
        }
        return KubeconfigForm.Of(content.Set("apiVersion", "v1").Set("kind", "Config"));
    }

    /// <summary>A list with an entry replaced or added.</summary>
    public static ObjectNode WithEntry(ObjectNode content, string list, string name, ObjectNode entry)
    {
        var items = (content[list] as ArrayNode ?? ArrayNode.Empty).Where(e => e.TextAt("name") != name).Append(ObjectNode.Of((list[..^1], entry), ("name", name)));
        return content.Set(list, new ArrayNode([.. items.OrderBy(static e => e.TextAt("name"), StringComparer.Ordinal)]));
    }

    private static Task<int> CurrentAsync(CommandContext context)
    {
        var current = Files(context).Merged().TextAt("current-context");
        context.Out.WriteLine(current is { Length: > 0 } ? current : throw new CliException("current-context is not set"));
        return Task.FromResult(0);
    }

    private static Task<int> NamesAsync(CommandContext context, string list)
    {
        var names = (Files(context).Merged()[list] as ArrayNode ?? ArrayNode.Empty).Select(static e => e.TextAt("name") ?? "").ToArray();
        context.Out.WriteLine("NAME");
        foreach (var name in names) { context.Out.WriteLine(name); }
        return Task.FromResult(0);
    }

    private static Task<int> ContextsAsync(CommandContext context)
    {
        var merged = Files(context).Merged();
        var output = context.Flags.Text("output");
        if (output is not ("" or "name")) { throw new CliException($"--output {output} is not available in kubectl config get-contexts; resetting to default output format"); }
        var all = (merged["contexts"] as ArrayNode ?? ArrayNode.Empty).ToArray();
        // Compat: what is named twice is shown twice.
        var wanted = context.Arguments.Count == 0 ? all : context.Arguments.Order(StringComparer.Ordinal).SelectMany(a => all.Where(c => c.TextAt("name") == a)).ToArray();
        var missing = context.Arguments.Where(a => all.All(c => c.TextAt("name") != a)).ToArray();
        var table = new TextTable(gap: 3);
        if (output.Length == 0 && !context.Flags.Bool("no-headers")) { table.Add(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]); }
        foreach (var entry in wanted)
        {
            var name = entry.TextAt("name") ?? "";
            if (output == "name") { context.Out.WriteLine(name); continue; }
            table.Add([name == merged.TextAt("current-context") ? "*" : "", name, entry.TextAt("context", "cluster") ?? "", entry.TextAt("context", "user") ?? "", entry.TextAt("context", "namespace") ?? ""]);
        }
        table.Flush(context.Out);
        return missing switch
        {
            [] => Task.FromResult(0),
            [var one] => throw new CliException($"context {one} not found"),
            _ => throw new AggregateException(missing.Select(static m => new CliException($"context {m} not found"))),
        };
    }

    private static Task<int> DeleteAsync(CommandContext context, string list, string noun)
    {
        var files = Files(context);
        if (context.Arguments is not [var name])
        {
            if (noun == "user") { throw CliException.Usage("user to delete is required"); }
            // Compat: without a name the help is all there is, and no failure.
            HelpText.Write(context.Command, context.Out);
            return Task.FromResult(0);
        }
        if (Kubeconfigs.Entry(files.Merged(), list, name) is null) { throw new CliException($"cannot delete {noun} {name}, not in {files.Default}"); }
        var path = files.FileOf(list, name);
        var content = files.Content(path);
        if (list == "contexts" && files.Merged().TextAt("current-context") == name) { context.Error.WriteLine("warning: this removed your active context, use \"kubectl config use-context\" to select a different one"); }
        Save(path, content, content.Set(list, new ArrayNode([.. (content[list] as ArrayNode ?? ArrayNode.Empty).Where(e => e.TextAt("name") != name)])));
        // Compat: the file that new things are written to is named, wherever it stood.
        context.Out.WriteLine($"deleted {noun} {name} from {files.Default}");
        return Task.FromResult(0);
    }

    private static Task<int> RenameAsync(CommandContext context)
    {
        if (context.Arguments is not [var from, var to]) { throw CliException.WrongWords(context.Arguments); }
        var files = Files(context);
        var (merged, path) = (files.Merged(), files.FileOf("contexts", from));
        var entry = Kubeconfigs.Entry(merged, "contexts", from) ?? throw new CliException($"cannot rename the context \"{from}\", it's not in {files.Default}");
        if (Kubeconfigs.Entry(merged, "contexts", to) is not null) { throw new CliException($"cannot rename the context \"{from}\", the context \"{to}\" already exists in {files.Default}"); }
        var content = files.Content(path);
        var changed = WithEntry(content.Set("contexts", new ArrayNode([.. ((ArrayNode)content["contexts"]!).Where(e => e.TextAt("name") != from)])), "contexts", to, entry);
        var isCurrent = merged.TextAt("current-context") == from;
        Save(path, content, isCurrent && path == files.Default ? changed.Set("current-context", to) : changed);
        if (isCurrent && path != files.Default) { Save(files.Default, files.Content(files.Default), files.Content(files.Default).Set("current-context", to)); }
        context.Out.WriteLine($"Context \"{from}\" renamed to \"{to}\".");
        return Task.FromResult(0);
    }

    private static Task<int> UseAsync(CommandContext context)
    {
        if (context.Arguments is not [var name]) { throw CliException.WrongWords(context.Arguments); }
        if (name.Length == 0) { throw new CliException("empty context names are not allowed"); }
        var files = Files(context);
        if (Kubeconfigs.Entry(files.Merged(), "contexts", name) is null) { throw new CliException($"no context exists with the name: \"{name}\""); }
        var path = files.FileOfValue("current-context", isTaken: false);
        Save(path, files.Content(path), files.Content(path).Set("current-context", name));
        context.Out.WriteLine($"Switched to context \"{name}\".");
        return Task.FromResult(0);
    }

    private static Task<int> ViewAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (context.Arguments.Count > 0) { throw CliException.Usage($"unexpected arguments: [{string.Join(' ', context.Arguments)}]"); }
        if (!flags.Bool("merge") && flags.Text("kubeconfig").Length == 0) { throw new CliException("if merge==false a precise file must be specified"); }
        // Compat: paths stay as they are written, unless what they name is put in their place.
        var content = Files(context).Merged(withPaths: flags.Bool("flatten"));
        if (content["preferences"] is ObjectNode { Count: 0 }) { content = content.Remove("preferences"); }
        if (flags.Bool("minify")) { content = Minified(content, flags.Text("context")); }
        if (flags.Bool("flatten")) { content = Flattened(content); }
        if (!flags.Bool("raw") && !flags.Bool("flatten")) { content = (ObjectNode)Redacted(content); }
        var output = flags.Text("output");
        if (output is "yaml" or "" && flags.Text("template").Length == 0) { context.Out.Write(Yaml.Write(FieldOrder.Sorted(content))); }
        else { ObjectPrinter.Of(flags, isSorted: false)!.Print(Ordered(content), context.Out); }
        return Task.FromResult(0);
    }

    private static readonly string[] _fieldOrder =
    [
        "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data", "proxy-url", "disable-compression",
        "client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "as", "as-uid", "as-groups", "as-user-extra", "username", "password", "auth-provider", "exec",
        "cluster", "user", "namespace", "extensions",
    ];

    // Compat: JSON has the fields in another order than YAML.
    private static ObjectNode Ordered(ObjectNode content)
    {
        Node Named(string list) => content[list] is ArrayNode entries ? new ArrayNode([.. entries.Select(e => (Node)ObjectNode.Of(("name", e.At("name")), (list[..^1], InOrder(e.At(list[..^1])))))]) : NullNode.Instance;
        return ObjectNode.Of(("kind", "Config"), ("apiVersion", "v1"), ("preferences", content["preferences"]), ("clusters", Named("clusters")), ("users", Named("users")), ("contexts", Named("contexts")), ("current-context", content["current-context"]));
    }

    private static Node? InOrder(Node? entry) => entry is not ObjectNode fields ? entry
        : ObjectNode.Of([.. fields.OrderBy(static f => Array.IndexOf(_fieldOrder, f.Key) is >= 0 and var at ? at : _fieldOrder.Length).Select(static f => (f.Key, (Node?)f.Value))]);

    private static ObjectNode Minified(ObjectNode content, string asked)
    {
        var name = asked.Length > 0 ? asked : content.TextAt("current-context") ?? "";
        if (name.Length == 0) { throw new CliException("current-context must exist in order to minify"); }
        var context = Kubeconfigs.Entry(content, "contexts", name) ?? throw new CliException($"cannot locate context {name}");
        foreach (var (list, noun) in new[] { ("clusters", "cluster"), ("users", "user") })
        {
            if (context.TextAt(noun) is { Length: > 0 } wanted && Kubeconfigs.Entry(content, list, wanted) is null) { throw new CliException($"cannot locate {noun} {wanted}"); }
        }
        Node Only(string list, string? wanted) => (content[list] as ArrayNode ?? ArrayNode.Empty).Where(e => e.TextAt("name") == wanted).ToArray() is { Length: > 0 } some ? new ArrayNode([.. some]) : NullNode.Instance;
        return content.Set("contexts", Only("contexts", name)).Set("clusters", Only("clusters", context.TextAt("cluster"))).Set("users", Only("users", context.TextAt("user"))).Set("current-context", name);
    }

    private static ObjectNode Flattened(ObjectNode content)
    {
        foreach (var (list, field) in new[] { ("users", "user"), ("clusters", "cluster") })
        {
            if (content[list] is not ArrayNode entries) { continue; }
            content = content.Set(list, new ArrayNode([.. entries.Select(e =>
            {
                foreach (var secret in _secrets)
                {
                    var plain = secret[..^5];
                    if (e.TextAt(field, plain) is not { Length: > 0 } path) { continue; }
                    if (e.TextAt(field, secret) is { Length: > 0 }) { throw new CliException("cannot have values for both path and contents"); }
                    e = e.With([field, plain], null).With([field, secret], Convert.ToBase64String(Content(path)));
                }
                return e;
            })]));
        }
        return content;
    }

    private static byte[] Content(string path) => File.Exists(path) ? File.ReadAllBytes(path) : throw new CliException(Directory.Exists(path) ? $"read {path}: is a directory" : $"open {path}: no such file or directory");

    private static Node Redacted(Node node) => node switch
    {
        ObjectNode fields => ObjectNode.Of([.. fields.Fields.ToArray().Select(static f => (f.Key, (Node?)(f.Key switch
        {
            "certificate-authority-data" when f.Value is StringNode { Value.Length: > 0 } => "DATA+OMITTED",
            "client-certificate-data" or "client-key-data" when f.Value is StringNode { Value.Length: > 0 } => "DATA+OMITTED",
            "token" or "password" when f.Value is StringNode { Value.Length: > 0 } => "REDACTED",
            _ => Redacted(f.Value),
        })))]),
        ArrayNode items => new ArrayNode([.. items.Select(Redacted)]),
        _ => node,
    };
}
