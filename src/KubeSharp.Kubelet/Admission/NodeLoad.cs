using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Admission;

/// <summary>What a node has and who uses it, as an admission sees it.</summary>
public sealed record NodeLoad
{
    /// <summary>What pods may use of it.</summary>
    public ApiMap<Quantity> Allocatable { get; init; } = ApiMap<Quantity>.Empty;
    /// <summary>The pods that are on it and have not ended.</summary>
    public ImmutableArray<Pod> Pods { get; init; } = [];
    /// <summary>The node as the API server has it; null: not known yet.</summary>
    public Node? Node { get; init; }
    /// <summary>Unsafe kernel settings that this node allows; a name may end in *.</summary>
    public ImmutableArray<string> AllowedUnsafeSysctls { get; init; } = [];
    /// <summary>Conditions under which it takes no best-effort pods: MemoryPressure, or none at all: DiskPressure, PIDPressure.</summary>
    public ImmutableArray<string> Pressures { get; init; } = [];
    /// <summary>It is about to shut down.</summary>
    public bool IsShuttingDown { get; init; }
    /// <summary>The kernel has AppArmor.</summary>
    public bool HasAppArmor { get; init; }
}
