using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>An image that the node has.</summary>
/// <param name="Id">The runtime's id.</param>
/// <param name="Tags">Names with tags.</param>
/// <param name="Digests">Names with digests.</param>
/// <param name="SizeBytes">Size.</param>
public sealed record ImageActual(string Id, ImmutableArray<string> Tags, ImmutableArray<string> Digests, long SizeBytes)
{
    /// <summary>User id it runs as; null: a name or none.</summary>
    public long? UserId { get; init; }
    /// <summary>User name it runs as; empty: none.</summary>
    public string UserName { get; init; } = "";
    /// <summary>Never removed when space is needed.</summary>
    public bool Pinned { get; init; }
}
