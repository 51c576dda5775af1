using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Encodes objects for the store: kind, apiVersion and metadata first, and in metadata only names before the resource version, so that
/// <see cref="ResourceVersions"/> can find it in the bytes.
/// </summary>
public static class ObjectOrder
{
    private static readonly string[] _top = ["kind", "apiVersion", "metadata"];
    private static readonly string[] _metadata = ["name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields"];

    /// <summary>The bytes, the resource version left open.</summary>
    public static byte[] Encode(ObjectNode value) => Sort(value).ToUtf8();

    /// <summary>The object as it is encoded.</summary>
    public static ObjectNode Sort(ObjectNode value)
    {
        var metadata = Sort((ObjectNode)(value["metadata"] ?? ObjectNode.Empty).With(["resourceVersion"], ResourceVersions.Unset), _metadata);
        return Sort(value.Set("metadata", metadata), _top);
    }

    /// <summary>What is answered and never stored: kind, apiVersion and metadata first.</summary>
    public static ObjectNode Headed(ObjectNode value) => Sort(value, _top);

    private static ObjectNode Sort(ObjectNode node, string[] first)
    {
        var result = new ObjectNode.Builder(node.Count);
        foreach (var name in first)
        {
            if (node[name] is { } value) { result.Set(name, value); }
        }
        foreach (var (name, value) in node.Fields)
        {
            if (!result.Contains(name)) { result.Set(name, value); }
        }
        return result.ToNode();
    }
}
