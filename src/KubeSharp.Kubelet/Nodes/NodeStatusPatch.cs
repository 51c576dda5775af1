using System.Buffers;
using System.Text.Json;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>The patch that takes a node's status from what the API server has to what is; what others write into it is left alone. Pure.</summary>
public static class NodeStatusPatch
{
    private static readonly string[] _quantities = ["capacity", "allocatable"];

    /// <summary>A strategic merge patch of what differs.</summary>
    public static byte[] Between(NodeStatus old, NodeStatus wanted)
    {
        var (before, fresh) = (ToNode(old), ToNode(wanted));
        var changes = new ObjectNode.Builder();
        foreach (var (name, value) in fresh)
        {
            if (before[name] is { } same && same.Equals(value)) { continue; }
            // Addresses merge by type, and a node may have two of one type.
            if (name == "addresses") { changes.Set(name, new ArrayNode([ObjectNode.Of(("$patch", "replace")), .. (ArrayNode)value])); }
            else { changes.Set(name, _quantities.Contains(name) ? Map((ObjectNode)value, before[name] as ObjectNode) : value); }
        }
        if (fresh["volumesInUse"] is null && before["volumesInUse"] is not null) { changes.Set("volumesInUse", NullNode.Instance); }
        return ObjectNode.Of(("status", changes.ToNode())).ToUtf8();
    }

    // Only what differs, and null for what is gone: another writer's entries stay.
    private static ObjectNode Map(ObjectNode fresh, ObjectNode? old)
    {
        var changes = new ObjectNode.Builder();
        foreach (var (name, value) in fresh)
        {
            if (old?[name] is not { } same || !same.Equals(value)) { changes.Set(name, value); }
        }
        foreach (var (name, _) in old ?? ObjectNode.Empty)
        {
            if (fresh[name] is null) { changes.Set(name, NullNode.Instance); }
        }
        return changes.ToNode();
    }

    private static ObjectNode ToNode(NodeStatus status)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer)) { status.Write(writer); }
        return (ObjectNode)Node.Parse(buffer.WrittenSpan);
    }
}
