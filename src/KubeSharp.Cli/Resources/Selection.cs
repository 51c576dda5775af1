using KubeSharp.Cli.Flags;

namespace KubeSharp.Cli.Resources;

/// <summary>What a command line asks for: words, files, selectors.</summary>
internal sealed record Selection
{
    /// <summary>What is said where a command is told no object at all.</summary>
    public const string NothingGiven = "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

    /// <summary>TYPE NAME…, TYPE/NAME…</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
    /// <summary>Files, folders, addresses, "-".</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
    /// <summary>A folder of a kustomization; empty: none.</summary>
    public string Kustomization { get; init; } = "";
    /// <summary>Folders with their subfolders.</summary>
    public bool IsRecursive { get; init; }
    /// <summary>Label selector; empty: all.</summary>
    public string LabelSelector { get; init; } = "";
    /// <summary>Field selector; empty: all.</summary>
    public string FieldSelector { get; init; } = "";
    /// <summary>The namespace where an object names none.</summary>
    public string Namespace { get; init; } = "default";
    /// <summary>Whether --namespace named it, so that objects of another one are refused.</summary>
    public bool EnforcesNamespace { get; init; }
    /// <summary>In all namespaces.</summary>
    public bool AllNamespaces { get; init; }
    /// <summary>All objects of the types where neither names nor selectors stand.</summary>
    public bool IsAll { get; init; }
    /// <summary>The subresource to read; empty: the object.</summary>
    public string Subresource { get; init; } = "";
    /// <summary>Read at most so many at a time; 0: all.</summary>
    public long ChunkSize { get; init; } = 500;
    /// <summary>Objects in files are checked for apiVersion and kind before anything is sent.</summary>
    public bool Validates { get; init; }
    /// <summary>Objects that are missing are no error.</summary>
    public bool IgnoreNotFound { get; init; }

    /// <summary>Read as things were at this revision; 0: as they are.</summary>
    public long Revision { get; init; }

    /// <summary>The word all means every resource that can be listed and deleted, not only those of the category.</summary>
    public bool IsEverything { get; init; }

    /// <summary>Whether the server has no part: what files hold stays as it is.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether selectors, or the wish for all, say which objects of a type are meant.</summary>
    public bool HasSelector => LabelSelector.Length + FieldSelector.Length > 0 || IsAll;

    /// <summary>Whether the words, or a file that is no folder, name a single object. Source: upstream's "single item implied".</summary>
    public bool NamesOne => HasFiles ? Files is [var file] && Kustomization.Length == 0 && !IsRecursive && file != "-" && !Directory.Exists(file) : !HasSelector && (Words is [var word] ? word.Contains('/', StringComparison.Ordinal) : Words is [var type, _] && !type.Contains('/', StringComparison.Ordinal) && !type.Contains(',', StringComparison.Ordinal));

    /// <summary>Whether only kinds that the client knows are read.</summary>
    public bool IsTyped { get; init; }

    /// <summary>Whether anything but words says what is meant.</summary>
    public bool HasFiles => Files.Count > 0 || Kustomization.Length > 0;

    /// <summary>Checks that what is meant is named in one way.</summary>
    /// <exception cref="CliException">Files and words are given both.</exception>
    public void CheckSources()
    {
        if (!HasFiles) { return; }
        CheckFiles();
        if (Words.Count > 0) { throw new CliException("when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"); }
    }

    /// <summary>Checks that the files are there.</summary>
    /// <exception cref="AggregateException">Some are not, or they do not go with a kustomization.</exception>
    public void CheckFiles()
    {
        var mistakes = new List<string>();
        if (Files.Count > 0 && Kustomization.Length > 0) { mistakes.Add("only one of -f or -k can be specified"); }
        if (Kustomization.Length > 0 && IsRecursive) { mistakes.Add("the -k flag can't be used with -f or -R"); }
        if (mistakes.Count == 0) { mistakes.AddRange(Files.Where(ManifestReader.IsMissing).Select(static f => $"the path \"{f}\" does not exist")); }
        if (mistakes.Count > 0) { throw new AggregateException(mistakes.Select(static m => new CliException(m))); }
    }

    /// <summary>Words for objects of a type; TYPE/NAME names its own.</summary>
    public static IReadOnlyList<string> Pairs(string type, IEnumerable<string> names) => [.. names.Select(n => n.Contains('/', StringComparison.Ordinal) ? n : $"{type}/{n}")];

    /// <summary>What the usual flags of a command say.</summary>
    public static Selection From(FlagValues flags, IReadOnlyList<string> words, string ns, bool isNamespaceFlagged) => new()
    {
        Words = words,
        Files = flags.List("filename"),
        Kustomization = flags.Text("kustomize"),
        IsRecursive = flags.Bool("recursive"),
        LabelSelector = flags.Text("selector"),
        FieldSelector = flags.Text("field-selector"),
        Namespace = ns,
        EnforcesNamespace = isNamespaceFlagged,
        AllNamespaces = flags.Bool("all-namespaces"),
        IsAll = flags.Bool("all"),
        Subresource = flags.Text("subresource"),
        ChunkSize = flags.Has("chunk-size") ? flags.Int("chunk-size") : 500,
        Validates = flags.Has("validate") && flags.Text("validate") is not ("ignore" or "false"),
        IgnoreNotFound = flags.Bool("ignore-not-found"),
        IsLocal = flags.Bool("local"),
        IsEverything = flags.Bool("everything"),
    };
}
