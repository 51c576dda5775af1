using System.Reflection;

namespace KubeSharp.Cli.Flags;

/// <summary>The flags of all commands: flags.tsv, and those that only this program has.</summary>
internal static class FlagCatalog
{
    private const string EveryCommand = "*";
    private static readonly Lazy<string> _facts = new(ReadFacts);

    private static readonly Dictionary<string, FlagSpec[]> _ours = new(StringComparer.Ordinal)
    {
        ["get"] = [new("at", "", FlagType.String, ""), new("everything", "", FlagType.Bool, "false")],
        ["logs"] = [new("color", "", FlagType.Bool, "true"), new("exclude", "", FlagType.String, ""), new("follow-new", "", FlagType.Bool, "false"), new("grep", "", FlagType.String, "")],
        ["tree"] = [new("all-namespaces", "A", FlagType.Bool, "false")],
        ["undo"] =
        [
            new("allow-missing-template-keys", "", FlagType.Bool, "true"), new("at", "", FlagType.String, ""), new("dry-run", "", FlagType.String, "none"), new("field-manager", "", FlagType.String, "kubectl-undo"),
            new("list", "", FlagType.Bool, "false"), new("output", "o", FlagType.String, ""), new("show-managed-fields", "", FlagType.Bool, "false"), new("template", "", FlagType.String, ""),
        ],
        ["convert"] =
        [
            new("allow-missing-template-keys", "", FlagType.Bool, "true"), new("filename", "f", FlagType.Slice, ""), new("kustomize", "k", FlagType.String, ""), new("local", "", FlagType.Bool, "true"), new("output", "o", FlagType.String, "yaml"),
            new("output-version", "", FlagType.String, ""), new("recursive", "R", FlagType.Bool, "false"), new("show-managed-fields", "", FlagType.Bool, "false"), new("template", "", FlagType.String, ""), new("validate", "", FlagType.String, "strict"),
        ],
        ["why"] = [],
        ["neat"] = [new("filename", "f", FlagType.Slice, ""), new("output", "o", FlagType.String, "yaml"), new("recursive", "R", FlagType.Bool, "false"), new("kustomize", "k", FlagType.String, "")],
    };

    private static readonly FlagSpec _record = new("record", "", FlagType.Bool, "false") { Deprecated = "--record will be removed in the future" };
    private static readonly string[] _recording =
    [
        "annotate", "apply", "apply edit-last-applied", "autoscale", "create", "edit", "expose", "label", "patch", "run", "scale", "set image", "set resources", "set selector", "set serviceaccount",
    ];

    private static readonly FlagSpec _applySet = new("applyset", "", FlagType.String, "");

    private static readonly FlagSpec _cpuPercent = new("cpu-percent", "", FlagType.Int, "-1") { Deprecated = "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU)." };

    /// <summary>The flags that every command takes.</summary>
    public static IReadOnlyList<FlagSpec> Global() => Read(EveryCommand);

    /// <summary>The flags of one command, without the global ones.</summary>
    public static IReadOnlyList<FlagSpec> Of(string command) => _ours.TryGetValue(command, out var more) ? [.. Read(command), .. more] : Read(command);

    /// <summary>The flags of one command that upstream has too.</summary>
    public static IReadOnlyList<FlagSpec> Upstreams(string command) => Read(command);

    /// <summary>Flags of a command that a variable of the environment opens. Source: upstream's alpha features.</summary>
    public static IReadOnlyList<FlagSpec> Opened(string command, Func<string, string?> variable) =>
        command == "apply" && string.Equals(variable("KUBECTL_APPLYSET"), "true", StringComparison.OrdinalIgnoreCase) ? [_applySet] : [];

    /// <summary>Flags of a command that are still understood and go away.</summary>
    public static IReadOnlyList<FlagSpec> Deprecated(string command) =>
        [.. _recording.Contains(command) ? [_record] : Array.Empty<FlagSpec>(), .. command == "autoscale" ? [_cpuPercent] : Array.Empty<FlagSpec>()];

    private static List<FlagSpec> Read(string command)
    {
        var found = new List<FlagSpec>();
        foreach (var line in _facts.Value.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(command) || line.Length <= command.Length || line[command.Length] != '\t') { continue; }
            var fields = line.ToString().Split('\t');
            found.Add(new FlagSpec(fields[1], fields[2], Type(fields[3]), fields[4]));
        }
        return found;
    }

    private static FlagType Type(string name) => name switch
    {
        "bool" => FlagType.Bool,
        "int" => FlagType.Int,
        "int32" => FlagType.Int32,
        "duration" => FlagType.Duration,
        "terse-period" => FlagType.TersePeriod,
        "levels" => FlagType.Levels,
        "slice" => FlagType.Slice,
        "array" => FlagType.Array,
        _ => FlagType.String,
    };

    private static string ReadFacts()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("flags.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
