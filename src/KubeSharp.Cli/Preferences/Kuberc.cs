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
    /// <summary>The version that is written.</summary>
    public const string ApiVersion = "kubectl.config.k8s.io/v1beta1";
    private const int TellingLevel = 5;
    private const string Failed = "error occurred while applying preferences ";
    private const string KubercFailed = Failed + "kuberc error ";
    private static readonly string[] _versions = [ApiVersion, "kubectl.config.k8s.io/v1alpha1"];

    /// <summary>Reads the file that the words (--kuberc), KUBERC or the home folder name.</summary>
    /// <exception cref="CliException">A named file is missing or holds no preferences.</exception>
    public static Kuberc Load(IReadOnlyList<string> words, Terminal terminal)
    {
        var named = Named(words);
        if (string.Equals(terminal.Variable("KUBECTL_KUBERC"), "false", StringComparison.OrdinalIgnoreCase)) { return new Kuberc("", ObjectNode.Empty); }
        var variable = terminal.Variable("KUBERC") ?? "";
        if (variable == "off" && named.Length > 0) { throw Plain($"{KubercFailed}disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive"); }
        if (variable == "off") { return new Kuberc("", ObjectNode.Empty); }
        var path = named.Length > 0 ? named : variable.Length > 0 ? variable : System.IO.Path.Combine(terminal.Home, ".kube", "kuberc");
        if (!File.Exists(path)) { return named.Length > 0 || variable.Length > 0 ? throw Plain($"{KubercFailed}kuberc: open {path}: no such file or directory") : new Kuberc(path, ObjectNode.Empty); }
        try
        {
            var read = new Kuberc(path, Read(path, File.ReadAllText(path), terminal, Verbosity(words)));
            read.Validate();
            return read;
        }
        catch (CliException) when (named.Length + variable.Length > 0) { throw; }
        catch (CliException e) when (e.Message.StartsWith(KubercFailed, StringComparison.Ordinal))
        {
            // Compat: what nobody named is only warned of, without a line end.
            terminal.Error.Write($"kuberc: no preferences loaded from {path}: {e.Message[(KubercFailed.Length + "kuberc: ".Length)..]}");
            return new Kuberc(path, ObjectNode.Empty);
        }
    }

    /// <summary>The words of the command that an alias stands for; the same words where the first is none. Pure.</summary>
    /// <exception cref="CliException">The alias is wrong.</exception>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> words)
    {
        var at = FirstWord(words);
        if (at < 0 || Content.Items("aliases").FirstOrDefault(a => a.Text("name") == words[at]) is not { } alias || CommandTree.All.Any(c => c.Path == words[at])) { return words; }
        var command = alias.Text("command").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var path = string.Join(' ', command);
        if (CommandTree.All.All(c => c.Path != path)) { throw Plain($"{Failed}command \"{command[^1]}\" not found to set alias \"{alias.Text("name")}\": [{string.Join(' ', command)}]"); }
        string[] given = [.. words.Take(at), .. words.Skip(at + 1)];
        var defaults = Defaults(alias, path, given, name => $"{Failed}invalid alias flag {name} in alias {alias.Text("name")}", "value", $"alias {alias.Text("name")}");
        var dashes = given.IndexOf("--");
        var before = dashes < 0 ? given : given[..dashes];
        return [.. command, .. Texts(alias, "prependArgs"), .. before, .. defaults, .. Texts(alias, "appendArgs"), .. dashes < 0 ? [] : given[dashes..]];
    }

    /// <summary>The words of a command with the defaults that the user did not give.</summary>
    /// <param name="error">Is told of commands that there are not.</param>
    /// <exception cref="CliException">A default is of a flag that the command has not.</exception>
    public IReadOnlyList<string> WithDefaults(string command, IReadOnlyList<string> words, TextWriter error)
    {
        var all = new List<string>();
        foreach (var entry in Content.Items("defaults"))
        {
            // Compat: commands are told apart by their last word.
            if (Found(entry.Text("command")) is not { } found) { error.WriteLine($"Warning: command \"{entry.Text("command")}\" not found to set kuberc override"); }
            else if (LastWord(found) == LastWord(command)) { all.AddRange(Defaults(entry, command, words, name => $"{Failed}invalid flag {name} for command {entry.Text("command")}", "override value", $"command {entry.Text("command")}")); }
        }
        return all.Count == 0 ? words : [.. all, .. words];
    }

    // The command that words begin with; null: the first is none.
    private static string? Found(string words) => CommandTree.Resolve(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Command?.Path;

    private static string LastWord(string path) => path[(path.LastIndexOf(' ') + 1)..];

    private static string[] Defaults(Node entry, string command, IReadOnlyList<string> words, Func<string, string> failure, string what, string where)
    {
        FlagSpec[] flags = [.. FlagCatalog.Of(command), .. FlagCatalog.Global()];
        var given = CommandLine.Read(words, flags).Flags;
        var defaults = new List<string>();
        foreach (var option in entry.Items("options"))
        {
            var name = option.Text("name");
            if (flags.All(f => f.Name != name)) { throw Plain(failure(name)); }
            if (given.IsSet(name)) { continue; }
            try { CommandLine.Read([$"--{name}={option.Text("default")}"], flags); }
            catch (FlagException e) { throw Plain($"{Failed}could not apply {what} {option.Text("default")} to flag {name} in {where} err: {e.Message}"); }
            defaults.Add($"--{name}={option.Text("default")}");
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
        foreach (var document in documents.Where(static d => d.TextAt("kind") == "Preference" && _versions.Contains(d.TextAt("apiVersion"))))
        {
            try
            {
                var (content, unknown) = KubercForm.Of(document, isStrict: true);
                // Compat: what is not known is only warned of, without a line end.
                if (unknown.Count > 0) { terminal.Error.Write($"kuberc: ignoring strict decoding error in {path}: strict decoding error: {string.Join(", ", unknown.Select(static u => $"unknown field \"{u}\""))}"); }
                return content;
            }
            catch (FormatException) { }
        }
        throw Plain($"{KubercFailed}kuberc: no valid preferences found in {path}, use --v=5 to see details");
    }

    // Names, and that a policy and its list go together.
    private void Validate()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alias in Content.Items("aliases"))
        {
            if (alias.Text("name") is not { Length: > 0 } name || !name.All(char.IsAsciiLetter)) { throw Plain($"{Failed}invalid alias name, can only include alphabetical characters"); }
            CheckOptions(alias);
            if (!names.Add(name)) { throw Plain($"{Failed}duplicate alias name {name}"); }
        }
        foreach (var entry in Content.Items("defaults")) { CheckOptions(entry); }
        if (PluginPolicy.Of(Content).Mistake is { Length: > 0 } mistake) { throw Plain(Failed + mistake); }
    }

    private static void CheckOptions(Node entry)
    {
        if (entry.Items("options").Select(static o => o.Text("name")).FirstOrDefault(static n => n.StartsWith('-')) is { } name) { throw Plain($"{Failed}flag name {name} should be in long form without dashes"); }
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
