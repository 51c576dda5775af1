using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Connection;

/// <summary>The kubeconfig files of the user and what they say together: of an entry or value that several name, the first counts.</summary>
internal sealed class Kubeconfigs
{
    private static readonly (string List, string Field)[] _lists = [("clusters", "cluster"), ("contexts", "context"), ("users", "user")];
    private static readonly (string Field, bool InUser)[] _paths = [("certificate-authority", false), ("client-certificate", true), ("client-key", true), ("tokenFile", true)];
    private readonly List<(string Path, ObjectNode Content)> _files = [];

    private Kubeconfigs(IReadOnlyList<string> paths, bool isExplicit) => (Paths, IsExplicit) = (paths, isExplicit);

    /// <summary>The files in their order, there or not.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Whether --kubeconfig named the file.</summary>
    public bool IsExplicit { get; }

    /// <summary>Reads the files that the flag, else KUBECONFIG, else the home folder name.</summary>
    /// <exception cref="CliException">A file named by the flag is missing, or one is malformed.</exception>
    /// <exception cref="AggregateException">Several are malformed.</exception>
    public static Kubeconfigs Load(string flag, string? variable, string home)
    {
        var paths = flag.Length > 0 ? [flag]
            : variable is { Length: > 0 } ? variable.Split(':', StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray()
            : [Path.Combine(home, ".kube", "config")];
        Migrate(Path.Combine(home, ".kube", ".kubeconfig"), Path.Combine(home, ".kube", "config"));
        var read = new Kubeconfigs(paths, flag.Length > 0);
        var mistakes = new List<CliException>();
        foreach (var path in paths)
        {
            if (!Path.Exists(path))
            {
                if (flag.Length > 0) { throw new CliException($"stat {path}: no such file or directory"); }
                continue;
            }
            try { read._files.Add((path, ReadFile(path))); }
            catch (FormatException e) { mistakes.Add(new CliException($"error loading config file \"{path}\": {e.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal)}")); }
            catch (UnauthorizedAccessException) { mistakes.Add(new CliException($"error loading config file \"{path}\": {(Directory.Exists(path) ? $"read {path}: is a directory" : $"open {path}: permission denied")}")); }
        }
        if (mistakes.Count > 0) { throw mistakes.Count == 1 ? mistakes[0] : new AggregateException(mistakes); }
        return read;
    }

    // Compat: what kubeconfigs were called once is copied to what they are called now.
    private static void Migrate(string old, string path)
    {
        if (Path.Exists(path) || !Path.Exists(old)) { return; }
        if (Directory.Exists(old)) { throw new CliException($"cannot migrate {old} to {path} because it is a directory"); }
        File.Copy(old, path);
    }

    /// <summary>Content of one file; empty where it is missing.</summary>
    public ObjectNode Content(string path) => _files.FirstOrDefault(f => f.Path == path).Content ?? ObjectNode.Empty;

    /// <summary>All files as one.</summary>
    /// <param name="withPaths">Whether paths in it are made absolute.</param>
    public ObjectNode Merged(bool withPaths = true)
    {
        var lists = _lists.ToDictionary(static l => l.List, static _ => new SortedDictionary<string, Node>(StringComparer.Ordinal));
        Node current = "";
        var preferences = ObjectNode.Empty;
        foreach (var (path, content) in _files)
        {
            if (current is StringNode { Value: "" } && content.TextAt("current-context") is { Length: > 0 } named) { current = named; }
            if (preferences.Count == 0 && content["preferences"] is ObjectNode some) { preferences = some; }
            foreach (var (list, field) in _lists)
            {
                foreach (var entry in content[list] as ArrayNode ?? ArrayNode.Empty) { lists[list].TryAdd(entry.TextAt("name") ?? "", withPaths ? Absolute(entry, field, Path.GetDirectoryName(Path.GetFullPath(path))!) : entry); }
            }
        }
        return ObjectNode.Of(("apiVersion", "v1"), ("clusters", ListOf("clusters")), ("contexts", ListOf("contexts")), ("current-context", current), ("kind", "Config"),
            ("preferences", preferences), ("users", ListOf("users")));

        Node ListOf(string list) => lists[list].Count == 0 ? NullNode.Instance : new ArrayNode([.. lists[list].Values]);
    }

    /// <summary>The value of an entry, or null.</summary>
    public static ObjectNode? Entry(ObjectNode content, string list, string name) =>
        (content[list] as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(e => e.TextAt("name") == name) is { } entry ? entry.At(list[..^1]) as ObjectNode ?? ObjectNode.Empty : null;

    /// <summary>The file in which an entry is changed: where it stands, or the first that is there, or the last named.</summary>
    public string FileOf(string list, string name)
    {
        foreach (var (path, content) in _files)
        {
            if (Entry(content, list, name) is not null) { return path; }
        }
        return Default;
    }

    /// <summary>The file in which a value of the top is changed. Compat: a new current context is new, wherever there is an old one.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="isTaken">Whether it is taken away.</param>
    public string FileOfValue(string field, bool isTaken) =>
        field == "current-context" && !isTaken ? Default : _files.FirstOrDefault(f => f.Content.TextAt(field) is { Length: > 0 }).Path ?? Default;

    /// <summary>The file new things are written to.</summary>
    public string Default => _files.Count > 0 ? _files[0].Path : Paths.Count > 0 ? Paths[^1] : throw new CliException("open : no such file or directory");

    private static ObjectNode ReadFile(string path)
    {
        var content = Yaml.Read(File.ReadAllText(path), static _ => { }) switch
        {
            ObjectNode fields => Known(fields),
            NullNode => ObjectNode.Empty,
            var other => throw new FormatException($"couldn't get version/kind; json parse error: json: cannot unmarshal {(other is ArrayNode ? "array" : "string")} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}"),
        };
        return KubeconfigForm.Duplicate(content) is { Length: > 0 } twice ? throw new FormatException(twice) : content;
    }

    private static ObjectNode Known(ObjectNode content)
    {
        var (version, kind) = (content.TextAt("apiVersion") ?? "", content.TextAt("kind") ?? "");
        if (version is not ("" or "v1")) { throw new FormatException($"no kind \"{(kind.Length > 0 ? kind : "Config")}\" is registered for version \"{version}\" in scheme \"k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50\""); }
        return kind is "" or "Config" ? KubeconfigForm.Of(content) : throw new FormatException($"no kind \"{kind}\" is registered for version \"{(version.Length > 0 ? version : "v1")}\" in scheme \"k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50\"");
    }

    private static Node Absolute(Node entry, string field, string folder)
    {
        foreach (var (name, inUser) in _paths)
        {
            if (inUser != (field == "user")) { continue; }
            if (entry.TextAt(field, name) is { Length: > 0 } path && !Path.IsPathRooted(path)) { entry = entry.With([field, name], Path.GetFullPath(path, folder)); }
        }
        // A program without a folder is looked for on the path.
        if (entry.TextAt(field, "exec", "command") is { } command && command.Contains('/', StringComparison.Ordinal)) { entry = entry.With([field, "exec", "command"], Path.GetFullPath(command, folder)); }
        return entry;
    }
}
