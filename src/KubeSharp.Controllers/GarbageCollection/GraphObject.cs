using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Controllers.GarbageCollection;

/// <summary>What the garbage collector knows of an object.</summary>
public sealed record GraphObject(DiscoveredResource Resource, string Namespace, string Name, string Uid, bool IsDeleting, ImmutableArray<string> Finalizers, ImmutableArray<GraphOwner> Owners)
{
    /// <summary>Its path in the API.</summary>
    public string Path => Resource.Path(Namespace, Name);

    /// <summary>Reads it from its metadata.</summary>
    public static GraphObject Of(DiscoveredResource resource, Node value)
    {
        var metadata = value.At("metadata") ?? ObjectNode.Empty;
        return new(resource, metadata.TextAt("namespace") ?? "", metadata.TextAt("name") ?? "", metadata.TextAt("uid") ?? "", metadata.At("deletionTimestamp") is StringNode,
            FinalizersOf(value),
            [.. (metadata.At("ownerReferences") as ArrayNode ?? ArrayNode.Empty).Select(static o => new GraphOwner(o.TextAt("apiVersion") ?? "", o.TextAt("kind") ?? "", o.TextAt("name") ?? "", o.TextAt("uid") ?? "", o.At("blockOwnerDeletion") is BooleanNode { Value: true }))]);
    }

    /// <summary>The finalizers of an object.</summary>
    public static ImmutableArray<string> FinalizersOf(Node value) => [.. (value.At("metadata", "finalizers") as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static f => f.Value)];
}
