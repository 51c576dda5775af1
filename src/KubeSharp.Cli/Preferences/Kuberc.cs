using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Preferences;

/// <summary>The user's preferences: defaults of flags, aliases of commands, which credential programs may run. Source: KEP-3104.</summary>
/// <param name="Path">Where they stand; empty: they are turned off.</param>
/// <param name="Content">The file's content; empty where there is none.</param>
internal sealed record Kuberc(string Path, ObjectNode Content)
{
    /// <summary>Whether the file holds something that is no preferences.</summary>
    public bool IsBroken { get; private init; }
    /// <summary>The version that is written.</summary>
    public const string ApiVersion = "kubectl.config.k8s.io/v1beta1";
    private const int TellingLevel = 5;
    private const string Failed = "error occurred while applying preferences ";
    private const string KubercFailed = Failed + "kuberc error ";
    private static readonly string[] _fields = ["apiVersion", "kind", "defaults", "overrides", "aliases", "credentialPluginPolicy", "credentialPluginAllowlist"];

    /// <summary>Reads the file that the words (--kuberc), KUBERC or the home folder name.</summary>
    /// <exception cref="CliException">A named file is missing or holds no preferences.</exception>
    public static Kuberc Load(IReadOnlyList<string> words, Terminal terminal)
    {
        var named = Named(words);
        if (terminal.Variable("KUBECTL_KUBERC") is "false" or "False" or "0") { return new Kuberc("", ObjectNode.Empty); }
        var variable = terminal.Variable("KUBERC") ?? "";
        if (variable == "off" && named.Length > 0) { throw Plain($"{KubercFailed}disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive"); }
        if (variable == "off") { return new Kuberc("", ObjectNode.Empty); }
        var path = named.Length > 0 ? named : variable.Length > 0 ? variable : System.IO.Path.Combine(terminal.Home, ".kube", "kuberc");
        if (!File.Exists(path)) { return named.Length > 0 || variable.Length > 0 ? throw Plain($"{KubercFailed}kuberc: open {path}: no such file or directory") : new Kuberc(path, ObjectNode.Empty); }
        try { return new Kuberc(path, Read(path, File.ReadAllText(path), terminal, Verbosity(words))); }
        catch (CliException) when (named.Length + variable.Length > 0) { throw; }
        catch (CliException e)
        {
            // Compat: what nobody named is only warned of, without a line end.
            terminal.Error.Write($"kuberc: no preferences loaded from {path}: {e.Message[(KubercFailed.Length + "kuberc: ".Length)..]}");
            return new Kuberc(path, ObjectNode.Empty) { IsBroken = true };
        }
    }

    /// <summary>The words of the command that an alias stands for; the same words where the first is none. Pure.</summary>
    /// <exception cref="CliException">The alias is wrong.</exception>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> words)
    {
        if (PluginPolicy.Of(Content).Mistake is { Length: > 0 } mistake) { throw Plain(Failed + mistake); }
        var at = FirstWord(words);
        if (at < 0 || Content.Items("aliases").FirstOrDefault(a => a.Text("name") == words[at]) is not { } alias || CommandTree.All.Any(c => c.Path == words[at])) { return words; }
        var command = alias.Text("command").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var path = string.Join(' ', command);
        if (CommandTree.All.All(c => c.Path != path)) { throw Plain($"{Failed}command \"{command[^1]}\" not found to set alias \"{alias.Text("name")}\": [{string.Join(' ', command)}]"); }
        string[] given = [.. words.Take(at), .. words.Skip(at + 1)];
        var defaults = Defaults(alias, path, given, name => $"{Failed}invalid alias flag {name} in alias {alias.Text("name")}");
        var dashes = given.IndexOf("--");
        var before = dashes < 0 ? given : given[..dashes];
        return [.. command, .. Texts(alias, "prependArgs"), .. before, .. defaults, .. Texts(alias, "appendArgs"), .. dashes < 0 ? [] : given[dashes..]];
    }

    /// <summary>The words of a command with the defaults that the user did not give. Pure.</summary>
    /// <exception cref="CliException">A default is of a flag that the command has not.</exception>
    public IReadOnlyList<string> WithDefaults(string command, IReadOnlyList<string> words)
    {
        var entry = Content.Items("defaults").Concat(Content.Items("overrides")).FirstOrDefault(d => d.Text("command") == command);
        return entry is null ? words : [.. Defaults(entry, command, words, name => $"{Failed}invalid flag {name} for command {command}"), .. words];
    }

    private static string[] Defaults(Node entry, string command, IReadOnlyList<string> words, Func<string, string> failure)
    {
        FlagSpec[] flags = [.. FlagCatalog.Of(command), .. FlagCatalog.Global()];
        var given = CommandLine.Read(words, flags).Flags;
        var defaults = new List<string>();
        foreach (var option in entry.Items("options").Concat(entry.Items("flags")))
        {
            var name = option.Text("name");
            if (flags.All(f => f.Name != name)) { throw Plain(failure(name)); }
            if (!given.IsSet(name)) { defaults.Add($"--{name}={option.Text("default")}"); }
        }
        return [.. defaults];
    }

    private static ObjectNode Read(string path, string text, Terminal terminal, long verbosity)
    {
        IReadOnlyList<Node> documents;
        try { documents = Yaml.ReadAll(text); }
        catch (FormatException) { documents = []; }
        if (string.IsNullOrWhiteSpace(text))
        {
            if (verbosity >= TellingLevel) { terminal.Error.WriteLine(KlogLine.Of('I', terminal.Time.GetLocalNow(), "marshal.go:103", $"kuberc: no preferences found in {path}")); }
            return ObjectNode.Empty;
        }
        var found = documents.OfType<ObjectNode>().FirstOrDefault(static d => d.Text("kind") == "Preference" && d.Text("apiVersion") is ApiVersion or "kubectl.config.k8s.io/v1alpha1")
            ?? throw Plain($"{KubercFailed}kuberc: no valid preferences found in {path}, use --v=5 to see details");
        foreach (var (field, _) in found)
        {
            if (!_fields.Contains(field)) { terminal.Error.WriteLine($"kuberc: ignoring strict decoding error in {path}: strict decoding error: unknown field \"{field}\""); }
        }
        return found;
    }

    // What -v says, before the words are read as those of a command.
    private static long Verbosity(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && words[i] != "--"; i++)
        {
            var value = words[i] is "-v" or "--v" ? words.ElementAtOrDefault(i + 1) : words[i] is ['-', 'v', .. var close] ? close.TrimStart('=') : words[i] is ['-', '-', 'v', '=', .. var far] ? far : null;
            if (long.TryParse(value, out var level)) { return level; }
        }
        return 0;
    }

    private static string Named(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && words[i] != "--"; i++)
        {
            if (words[i].StartsWith("--kuberc=", StringComparison.Ordinal)) { return words[i]["--kuberc=".Length..]; }
            if (words[i] == "--kuberc" && i + 1 < words.Count) { return words[i + 1]; }
        }
        return "";
    }

    private static int FirstWord(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && words[i] != "--"; i++)
        {
            if (!words[i].StartsWith('-')) { return i; }
            if (!words[i].Contains('=', StringComparison.Ordinal) && FlagCatalog.Global().Any(f => f.WithoutValue is null && (words[i] == $"--{f.Name}" || (f.Shorthand.Length > 0 && words[i] == $"-{f.Shorthand}")))) { i++; }
        }
        return -1;
    }

    private static IEnumerable<string> Texts(Node entry, string field) => entry.Items(field).OfType<StringNode>().Select(static s => s.Value);

    private static CliException Plain(string message) => new(message, isPlain: true);
}
