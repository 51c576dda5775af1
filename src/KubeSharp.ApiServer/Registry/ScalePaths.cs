using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Where a kind has what its scale shows.</summary>
/// <param name="SpecReplicas">How many there shall be.</param>
/// <param name="StatusReplicas">How many there are.</param>
/// <param name="Selector">The selector as text; empty: a kind without one, or a built-in kind, which has an object in spec.selector.</param>
public sealed record ScalePaths(ImmutableArray<string> SpecReplicas, ImmutableArray<string> StatusReplicas, ImmutableArray<string> Selector)
{
    /// <summary>spec.replicas, status.replicas, spec.selector.</summary>
    public static ScalePaths BuiltIn { get; } = new(["spec", "replicas"], ["status", "replicas"], []);
}
