using System.Buffers;
using System.Text.Json;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Status;

/// <summary>The patch that takes a pod's status from what was reported to what is. Pure.</summary>
public static class StatusPatch
{
    /// <summary>A strategic merge patch; null where nothing differs. It applies only to the pod of this uid.</summary>
    public static byte[]? Between(Pod pod, PodStatus wanted)
    {
        if (pod.Status == wanted) { return null; }
        var (old, fresh) = ((ObjectNode)ToNode(pod.Status), (ObjectNode)ToNode(wanted));
        var changes = new ObjectNode.Builder();
        foreach (var (name, value) in fresh)
        {
            if (old[name] is { } before && before.Equals(value)) { continue; }
            // Lists that merge by address would keep the addresses of before.
            if (name is "podIPs" or "hostIPs") { changes.Set(name, new ArrayNode([ObjectNode.Of(("$patch", "replace")), .. (ArrayNode)value])); }
            else { changes.Set(name, name == "conditions" ? Conditions((ArrayNode)value, old["conditions"] as ArrayNode) : value); }
        }
        foreach (var (name, _) in old)
        {
            if (fresh[name] is null) { changes.Set(name, NullNode.Instance); }
        }
        return changes.Count == 0 ? null
            : ObjectNode.Of(("metadata", ObjectNode.Of(("uid", pod.Metadata.Uid ?? ""))), ("status", changes.ToNode())).ToUtf8();
    }

    // Conditions merge by type and field by field: what a condition no longer says must be taken back.
    private static ArrayNode Conditions(ArrayNode fresh, ArrayNode? old)
    {
        var items = new List<Node>();
        foreach (var item in fresh.Cast<ObjectNode>())
        {
            var merged = item;
            var before = old?.OfType<ObjectNode>().FirstOrDefault(o => o.TextAt("type") == item.TextAt("type"));
            foreach (var (name, _) in before ?? ObjectNode.Empty)
            {
                if (item[name] is null) { merged = merged.Set(name, NullNode.Instance); }
            }
            items.Add(merged);
        }
        foreach (var before in old?.OfType<ObjectNode>() ?? [])
        {
            var type = before.TextAt("type") ?? "";
            if (!fresh.OfType<ObjectNode>().Any(f => f.TextAt("type") == type)) { items.Add(ObjectNode.Of(("$patch", "delete"), ("type", type))); }
        }
        return new ArrayNode([.. items]);
    }

    private static Node ToNode(PodStatus status)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer)) { status.Write(writer); }
        return Node.Parse(buffer.WrittenSpan);
    }
}
