using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Preferences;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl kuberc: the user's preferences.</summary>
internal static class KubercCommand
{
    private const string Allowlist = "Allowlist", Plugins = "credentialplugin";
    private static readonly string[] _lists = ["aliases", "defaults"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("kuberc", "Show and change the user's preferences (kuberc)", "SUBCOMMAND", null),
        new("kuberc set", "Set a default of a flag, an alias, or which credential programs may run", "--section (defaults|aliases) --command COMMAND", SetAsync) { Required = ["section"] },
        new("kuberc view", "Show the preferences", "", ViewAsync),
    ];

    private static async Task<int> ViewAsync(CommandContext context)
    {
        var (path, isNamed) = PathOf(context);
        if (Read(path) is { } content)
        {
            foreach (var list in _lists) { content = content.Set(list, content[list] is ArrayNode there ? there : ArrayNode.Empty); }
            (context.Printer(isTyped: true) ?? throw new CliException("an output format is required")).Print(Ordered(content), context.Out);
            return 0;
        }
        if (isNamed) { throw new CliException($"kuberc file not found at {path}"); }
        context.Out.Write($"kuberc file not found at {path}\nWould you like to generate a default kuberc file with recommended options? (y/N): ");
        await context.Out.FlushAsync(context.Cancellation);
        if ((await context.Terminal.ReadAllAsync(context.Cancellation)).Trim() is not ("y" or "Y" or "yes")) { return 0; }
        var defaults = ArrayNode.Of(Entry("apply", ("server-side", "true")), Entry("delete", ("interactive", "true")));
        Write(context, path, ObjectNode.Of(("apiVersion", Kuberc.ApiVersion), ("kind", "Preference"), ("aliases", NullNode.Instance), ("defaults", defaults)));
        return 0;
    }

    private static ObjectNode Entry(string command, params IEnumerable<(string Name, string Value)> options) =>
        ObjectNode.Of(("command", command), ("options", new ArrayNode([.. options.Select(static o => (Node)ObjectNode.Of(("name", o.Name), ("default", o.Value)))])));

    private static Task<int> SetAsync(CommandContext context)
    {
        var (flags, (path, _)) = (context.Flags, PathOf(context));
        var section = flags.Text("section");
        Validate(flags, section);
        var content = Read(path) is { Count: > 0 } there ? there : ObjectNode.Of(("apiVersion", Kuberc.ApiVersion), ("kind", "Preference"), ("aliases", NullNode.Instance), ("defaults", NullNode.Instance));
        var options = flags.List("option").Select(static o => o.Split('=', 2) is [var name, var value]
            ? (Node)ObjectNode.Of(("name", name.TrimStart('-')), ("default", value)) : throw new CliException($"invalid option format \"{o}\", expected flag=value")).ToArray();
        Write(context, path, section switch
        {
            "defaults" => WithEntry(content, "defaults", "command", flags.Text("command"), [("options", options)], flags, $"defaults for command \"{flags.Text("command")}\" already exist"),
            "aliases" => WithEntry(content, "aliases", "name", flags.Text("name"), [("prependArgs", Texts("prependarg")), ("appendArgs", Texts("appendarg")), ("options", options)], flags, $"alias \"{flags.Text("name")}\" already exists"),
            _ => WithPolicy(context, content),
        });
        return Task.FromResult(0);

        Node[] Texts(string flag) => [.. flags.List(flag).Select(static t => (Node)t)];
    }

    private static void Validate(FlagValues flags, string section)
    {
        if (section is not ("defaults" or "aliases" or Plugins)) { throw new CliException($"--section must be \"defaults\", \"aliases\", or \"credentialplugin\", got: {section}"); }
        if (section == "aliases" && flags.Text("name").Length == 0) { throw new CliException("--name is required when --section=aliases"); }
        if (section == "defaults" && flags.Text("name").Length > 0) { throw new CliException("--name should not be specified when --section=defaults"); }
        if (section == "defaults" && flags.List("prependarg").Count + flags.List("appendarg").Count > 0) { throw new CliException("--prependarg and --appendarg are only valid for --section=aliases"); }
        if (section != Plugins && flags.Text("command").Length == 0) { throw new CliException("--command is required when --section=aliases or --section=defaults"); }
    }

    // An entry of a list, new or in the place of the one that is called so; what is not given stays.
    private static ObjectNode WithEntry(ObjectNode content, string list, string key, string name, (string Field, Node[] Values)[] parts, FlagValues flags, string taken)
    {
        var entries = content.Items(list).ToList();
        var at = entries.FindIndex(e => e.Text(key) == name);
        if (at >= 0 && !flags.Bool("overwrite")) { throw new CliException($"{taken}, use --overwrite to replace"); }
        var entry = ObjectNode.Of((key, name), ("command", flags.Text("command")));
        foreach (var (field, values) in parts)
        {
            Node? value = values.Length > 0 ? new ArrayNode([.. values]) : at >= 0 ? entries[at].At(field) : null;
            // Compat: the options of defaults are written, be there none.
            if (value is not null || list == "defaults") { entry = entry.Set(field, value ?? NullNode.Instance); }
        }
        if (at >= 0) { entries[at] = entry; }
        else { entries.Add(entry); }
        return content.Set(list, new ArrayNode([.. entries]));
    }

    private static ObjectNode WithPolicy(CommandContext context, ObjectNode content)
    {
        var policy = context.Flags.Text("policy");
        if (policy.Length == 0) { throw new CliException("--policy is required when --section=credentialplugin"); }
        if (policy is not ("AllowAll" or "DenyAll" or Allowlist)) { throw new CliException($" --policy must be  \"AllowAll\", \"DenyAll\", or \"Allowlist\", got: {policy}"); }
        var given = context.Flags.List("allowlist-entry");
        if (given.Count > 0 && policy != Allowlist) { throw new CliException("--allowlist-entry may only be used when --section=credentialplugin and --policy=Allowlist"); }
        if (given.Count == 0 && policy == Allowlist) { throw new CliException("--allowlist-entry is required when --section=credentialplugin and --policy=Allowlist"); }
        var entries = given.SelectMany(static g => g.Split(',')).Select(Entry).ToArray();
        content = content.Set("credentialPluginPolicy", policy);
        return entries.Length > 0 ? content.Set("credentialPluginAllowlist", new ArrayNode([.. entries])) : content;
    }

    // field=value; there is one field.
    private static Node Entry(string text) => text.Split('=', 2) switch
    {
        not [_, _] => throw new CliException($"improperly formatted allowlist entry: \"{text}\""),
        ["name", _] => throw new CliException("allowlist entry field \"name\" is deprecated, use \"command\" instead"),
        [not "command" and var field, _] => throw new CliException($"unrecognized allowlist entry field: \"{field}\""),
        [var field, ""] => throw new CliException($"empty value in allowlist entry for field \"{field}\""),
        [var field, var value] => ObjectNode.Of((field, value)),
    };

    private static (string Path, bool IsNamed) PathOf(CommandContext context)
    {
        var (named, variable) = (context.Flags.Text("kuberc"), context.Terminal.Variable("KUBERC") ?? "");
        if (variable == "off") { throw new CliException(named.Length > 0 ? "disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive" : "KUBERC is disabled via KUBERC=off environment variable"); }
        return named.Length > 0 ? (named, true) : variable.Length > 0 ? (variable, true) : (Path.Combine(context.Terminal.Home, ".kube", "kuberc"), false);
    }

    // The first document, whatever version it says it is of; null: there is no file.
    private static ObjectNode? Read(string path)
    {
        if (!File.Exists(path)) { return null; }
        var text = File.ReadAllText(path);
        try { return text.Length == 0 ? ObjectNode.Empty : KubercForm.Of(Yaml.ReadAll(text).FirstOrDefault() is { } first and not NullNode ? first : ObjectNode.Empty, isStrict: false).Content; }
        catch (FormatException e) { throw new CliException($"error parsing kuberc file: {(e.Message.StartsWith("json: ", StringComparison.Ordinal) ? "error unmarshaling JSON: while decoding JSON" : "error converting YAML to JSON")}: {e.Message}"); }
    }

    // In the order of upstream's type.
    private static ObjectNode Ordered(ObjectNode content) =>
        ObjectNode.Of([.. new[] { "kind", "apiVersion", "defaults", "aliases", "credentialPluginPolicy", "credentialPluginAllowlist" }.Where(f => content[f] is not null).Select(f => (f, content[f]))]);

    private static void Write(CommandContext context, string path, ObjectNode content)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) { Directory.CreateDirectory(folder); }
        File.WriteAllText(path, Yaml.Write(FieldOrder.Sorted(content)));
        context.Out.WriteLine($"Updated {path}");
    }
}
