using System.Collections.Immutable;

namespace KubeSharp.Bootstrap.Local;

/// <summary>What the checks before a start look at.</summary>
public sealed record MachineFacts
{
    /// <summary>Whether this process is root's.</summary>
    public required bool IsRoot { get; init; }
    /// <summary>Programs that were looked for and are not there.</summary>
    public ImmutableArray<string> MissingPrograms { get; init; } = [];
    /// <summary>Whether the network plug-ins are there.</summary>
    public bool HasNetworkPlugins { get; init; } = true;
    /// <summary>TCP ports that are wanted and in use.</summary>
    public ImmutableArray<int> PortsInUse { get; init; } = [];
    /// <summary>Bytes free where the cluster's folder is.</summary>
    public long FreeBytes { get; init; } = long.MaxValue;
    /// <summary>Whether that place can be written to.</summary>
    public bool IsFolderWritable { get; init; } = true;
    /// <summary>Whether control groups are mounted.</summary>
    public bool HasControlGroups { get; init; } = true;
}
