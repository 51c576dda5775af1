using System.Collections.Immutable;

namespace KubeSharp.Scheduler.Framework;

/// <summary>Why a node does not take a pod.</summary>
/// <param name="Plugin">Who says so.</param>
/// <param name="Reason">For people, as upstream words it.</param>
/// <param name="IsResolvable">Evicting pods of lower priority from the node could help.</param>
public sealed record Rejection(string Plugin, string Reason, bool IsResolvable)
{
    /// <summary>What the same plug-in objects to besides; each is counted for itself. Default: nothing.</summary>
    public ImmutableArray<string> OtherReasons { get; init; } = [];

    /// <summary>All reasons.</summary>
    public IEnumerable<string> Reasons => OtherReasons.Prepend(Reason);
}
