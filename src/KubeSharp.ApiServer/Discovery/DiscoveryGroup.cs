using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Discovery;

/// <summary>A group as discovery shows it. Immutable; what is costly is made when it is first asked for, and kept as long as the group stays as it is.</summary>
/// <param name="Name">Its name; empty: the core group.</param>
/// <param name="Versions">Its versions, the preferred one first.</param>
public sealed record DiscoveryGroup(string Name, ImmutableArray<DiscoveryVersion> Versions)
{
    private byte[]? _aggregated;

    /// <summary>Groups of more stand before those of less.</summary>
    public int Priority { get; init; }

    /// <summary>As an item of an APIGroupDiscoveryList.</summary>
    public byte[] Aggregated => _aggregated ??= ObjectNode.Of(
        ("metadata", ObjectNode.Of(("name", Name.Length == 0 ? null : (Node)Name), ("creationTimestamp", NullNode.Instance))),
        ("versions", new ArrayNode([.. Versions.Select(static v => (Node)v.Aggregated)]))).ToUtf8();

    /// <summary>As an item of an APIGroupList.</summary>
    public ObjectNode Plain()
    {
        var items = Versions.Select(v => (Node)ObjectNode.Of(("groupVersion", $"{Name}/{v.Name}"), ("version", v.Name))).ToArray();
        return ObjectNode.Of(("name", Name), ("versions", new ArrayNode([.. items])), ("preferredVersion", items[0]));
    }
}
