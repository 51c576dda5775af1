using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Cis;

/// <summary>What was observed of a cluster. Immutable; all checks judge the same.</summary>
public sealed record CisFacts
{
    /// <summary>The flags the API server runs with; null: it does not tell.</summary>
    public ImmutableDictionary<string, string>? Flags { get; init; }
    /// <summary>It is this system, in which NodeRestriction is on unless it is switched off.</summary>
    public bool IsKubeSharp { get; init; }
    /// <summary>What the API server answered to a stranger that asked for secrets.</summary>
    public int AnonymousCode { get; init; }
    /// <summary>What it answered to a request for its profile.</summary>
    public int ProfileCode { get; init; }
    /// <summary>It speaks TLS below 1.2.</summary>
    public bool SpeaksOldTls { get; init; }
    /// <summary>The folder of its data; null: it is not on this machine.</summary>
    public CisFile? DataFolder { get; init; }
    /// <summary>Kubeconfigs with credentials of the control plane.</summary>
    public ImmutableArray<CisFile> Kubeconfigs { get; init; } = [];
    /// <summary>The folder of certificates and keys, and what is in it.</summary>
    public ImmutableArray<CisFile> Pki { get; init; } = [];
    /// <summary>The nodes.</summary>
    public ImmutableArray<CisNode> Nodes { get; init; } = [];
    /// <summary>Objects by the plural of their resource.</summary>
    public ImmutableDictionary<string, ImmutableArray<Node>> Objects { get; init; } = ImmutableDictionary<string, ImmutableArray<Node>>.Empty;

    /// <summary>The value of a flag; empty: it is not given.</summary>
    public string Flag(string name) => Flags?.GetValueOrDefault(name) ?? "";

    /// <summary>The items of a flag that is a list.</summary>
    public IReadOnlyList<string> List(string name) => Flag(name).Trim('[', ']').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All objects of a resource.</summary>
    public ImmutableArray<Node> All(string resource) => Objects.GetValueOrDefault(resource, []);

    /// <summary>Namespace and name of an object, for people.</summary>
    public static string NameOf(Node value) => value.TextAt("metadata", "namespace") is { } ns ? $"{ns}/{value.TextAt("metadata", "name")}" : value.TextAt("metadata", "name") ?? "";

    /// <summary>A few of the names, and how many more there are.</summary>
    public static string Some(IEnumerable<string> names)
    {
        const int shown = 5;
        var all = names.Order(StringComparer.Ordinal).ToArray();
        return all.Length <= shown ? string.Join(", ", all) : $"{string.Join(", ", all.Take(shown))} and {all.Length - shown} more";
    }
}
