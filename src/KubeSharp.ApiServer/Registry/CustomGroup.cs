using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The custom resources of a group.</summary>
/// <param name="Resources">By plural: a definition for each version, the stored one first, then by rank.</param>
public sealed record CustomGroup(ImmutableSortedDictionary<string, ImmutableArray<ResourceDefinition>> Resources)
{
    /// <summary>No resource.</summary>
    public static CustomGroup Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<ResourceDefinition>>(StringComparer.Ordinal));
}
