using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Preferences;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl kuberc: the user's preferences.</summary>
internal static class KubercCommand
{
    private const string Allowlist = "Allowlist";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("kuberc", "Show and change the user's preferences (kuberc)", "SUBCOMMAND", null),
        new("kuberc set", "Set a default of a flag, an alias, or which credential programs may run", "--section (defaults|aliases) --command COMMAND", SetAsync) { Required = ["section"] },
        new("kuberc view", "Show the preferences", "", ViewAsync),
    ];

    private static async Task<int> ViewAsync(CommandContext context)
    {
        var preferences = Load(context);
        if (preferences.Content.Count > 0)
        {
            (context.Printer(isTyped: true) ?? throw new CliException("an output format is required")).Print(Ordered(preferences.Content), context.Out);
            return 0;
        }
        context.Out.Write($"kuberc file not found at {preferences.Path}\nWould you like to generate a default kuberc file with recommended options? (y/N): ");
        await context.Out.FlushAsync(context.Cancellation);
        if ((await context.Terminal.ReadAllAsync(context.Cancellation)).Trim() is not ("y" or "Y" or "yes")) { return 0; }
        var defaults = ArrayNode.Of(Entry("apply", ("server-side", "true")), Entry("delete", ("interactive", "true")));
        Write(context, preferences.Path, ObjectNode.Of(("apiVersion", Kuberc.ApiVersion), ("kind", "Preference"), ("defaults", defaults)));
        return 0;
    }

    private static ObjectNode Entry(string command, params IEnumerable<(string Name, string Value)> options) =>
        ObjectNode.Of(("command", command), ("options", new ArrayNode([.. options.Select(static o => (Node)ObjectNode.Of(("name", o.Name), ("default", o.Value)))])));

    private static Task<int> SetAsync(CommandContext context)
    {
        var flags = context.Flags;
        var preferences = Load(context);
        if (preferences.IsBroken) { throw new CliException($"error parsing kuberc file: {preferences.Path} holds no preferences"); }
        var content = preferences.Content.Count > 0 ? preferences.Content : ObjectNode.Of(("apiVersion", Kuberc.ApiVersion), ("kind", "Preference"));
        foreach (var list in new[] { "aliases", "defaults" }) { content = content.Set(list, content[list] ?? NullNode.Instance); }
        content = flags.Text("section") switch
        {
            "defaults" => WithEntry(content, "defaults", "command", Command(context), WithOptions(ObjectNode.Of(("command", Command(context))), context), flags.Bool("overwrite"), $"defaults for command \"{Command(context)}\" already exist"),
            "aliases" => WithAlias(context, content),
            "credentialplugin" => WithPolicy(context, content),
            var other => throw new CliException($"--section must be \"defaults\", \"aliases\", or \"credentialplugin\", got: {other}"),
        };
        Write(context, preferences.Path, content);
        return Task.FromResult(0);
    }

    private static string Command(CommandContext context) =>
        context.Flags.Text("command") is { Length: > 0 } command ? command : throw new CliException("--command is required when --section=aliases or --section=defaults");

    private static ObjectNode WithAlias(CommandContext context, ObjectNode content)
    {
        var command = Command(context);
        var name = context.Flags.Text("name") is { Length: > 0 } given ? given : throw new CliException("--name is required when --section=aliases");
        var alias = ObjectNode.Of(("name", name), ("command", command), ("prependArgs", CreateParts.Texts(context.Flags.List("prependarg"))), ("appendArgs", CreateParts.Texts(context.Flags.List("appendarg"))));
        return WithEntry(content, "aliases", "name", name, WithOptions(alias, context), context.Flags.Bool("overwrite"), $"alias \"{name}\" already exists");
    }

    private static ObjectNode WithOptions(ObjectNode entry, CommandContext context)
    {
        var options = context.Flags.List("option").Select(static o => o.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? (Node)ObjectNode.Of(("name", name), ("default", value)) : throw new CliException($"invalid option format \"{o}\", expected flag=value")).ToArray();
        return options.Length > 0 ? entry.Set("options", new ArrayNode([.. options])) : entry;
    }

    private static ObjectNode WithEntry(ObjectNode content, string list, string key, string name, ObjectNode entry, bool overwrites, string taken)
    {
        var entries = content.Items(list).ToList();
        var at = entries.FindIndex(e => e.Text(key) == name);
        if (at >= 0 && !overwrites) { throw new CliException($"{taken}, use --overwrite to replace"); }
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
        var entries = given.Select(Entry).ToArray();
        content = content.Set("credentialPluginPolicy", policy).Remove("credentialPluginAllowlist");
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

    private static Kuberc Load(CommandContext context)
    {
        if (context.Terminal.Variable("KUBERC") == "off") { throw new CliException("KUBERC is disabled via KUBERC=off environment variable"); }
        var path = context.Flags.Text("kuberc");
        return Kuberc.Load(path.Length > 0 && File.Exists(path) ? ["--kuberc", path] : [], context.Terminal) is var loaded && path.Length > 0 && !File.Exists(path) ? new Kuberc(path, ObjectNode.Empty) : loaded;
    }

    // In the order of upstream's type.
    private static ObjectNode Ordered(ObjectNode content) =>
        ObjectNode.Of([.. new[] { "kind", "apiVersion", "defaults", "aliases", "credentialPluginPolicy", "credentialPluginAllowlist" }.Where(f => content[f] is not (null or NullNode)).Select(f => (f, content[f]))]);

    private static void Write(CommandContext context, string path, ObjectNode content)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) { Directory.CreateDirectory(folder); }
        File.WriteAllText(path, Yaml.Write(FieldOrder.Sorted(content)));
        context.Out.WriteLine($"Updated {path}");
    }
}
