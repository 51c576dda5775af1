using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Debugging;

/// <summary>What a debugging session is to be.</summary>
internal sealed record DebugOptions
{
    /// <summary>Image of the debugging container; empty: that of the container which is changed.</summary>
    public string Image { get; init; } = "";
    /// <summary>When the image is pulled; empty: as the server decides.</summary>
    public string PullPolicy { get; init; } = "";
    /// <summary>Name of the container; empty: a new one.</summary>
    public string Container { get; init; } = "";
    /// <summary>Name of the pod's copy; empty: the pod itself gets the container.</summary>
    public string CopyTo { get; init; } = "";
    /// <summary>What it runs; empty: what its image runs.</summary>
    public ArrayNode Words { get; init; } = ArrayNode.Empty;
    /// <summary>Whether the words are arguments of the image's own program.</summary>
    public bool IsArguments { get; init; }
    /// <summary>Environment variables; null: none.</summary>
    public ArrayNode? Environment { get; init; }
    /// <summary>Whether its input stays open.</summary>
    public bool WithInput { get; init; }
    /// <summary>Whether it has a terminal.</summary>
    public bool WithTerminal { get; init; }
    /// <summary>The container whose processes it sees; empty: none.</summary>
    public string Target { get; init; } = "";
    /// <summary>New images by container; * means every one.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    /// <summary>Whether the copy's containers see each other's processes; null: not said.</summary>
    public bool? SharesProcesses { get; init; }
    /// <summary>Whether the copy runs on the same node.</summary>
    public bool IsOnSameNode { get; init; }
    /// <summary>What the container may do: general, baseline, restricted, netadmin, sysadmin, legacy.</summary>
    public string Profile { get; init; } = "general";
    /// <summary>What a copy keeps of the pod: labels, annotations, liveness, readiness, startup, init-containers.</summary>
    public required IReadOnlySet<string> Kept { get; init; }
    /// <summary>Fields of a container that are merged in at the end; null: none.</summary>
    public ObjectNode? Custom { get; init; }
}
