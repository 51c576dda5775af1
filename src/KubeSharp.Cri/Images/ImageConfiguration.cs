using System.Collections.Immutable;

namespace KubeSharp.Cri.Images;

/// <summary>What an image says of how to run it. Source: OCI image specification, configuration.</summary>
public sealed record ImageConfiguration
{
    /// <summary>KEY=VALUE, in order.</summary>
    public ImmutableArray<string> Env { get; init; } = [];
    /// <summary>Program and first arguments.</summary>
    public ImmutableArray<string> Entrypoint { get; init; } = [];
    /// <summary>Further arguments, which a pod may replace.</summary>
    public ImmutableArray<string> Cmd { get; init; } = [];
    /// <summary>User or uid[:gid]; empty: root.</summary>
    public string User { get; init; } = "";
    /// <summary>Folder to start in; empty: /.</summary>
    public string WorkingDir { get; init; } = "";
    /// <summary>Ports as 80/tcp.</summary>
    public ImmutableArray<string> ExposedPorts { get; init; } = [];
    /// <summary>Labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
