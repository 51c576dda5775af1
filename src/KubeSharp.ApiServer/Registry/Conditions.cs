using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Conditions of a status.</summary>
public static class Conditions
{
    /// <summary>The conditions with the one of this type set; its transition time changes only with its status.</summary>
    public static ArrayNode Set(ArrayNode? conditions, string type, string status, string reason, string message, string now)
    {
        var items = (conditions ?? ArrayNode.Empty).Items;
        var index = -1;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].TextAt("type") == type) { index = i; }
        }
        var since = index >= 0 && items[index].TextAt("status") == status ? items[index].TextAt("lastTransitionTime") ?? now : now;
        var condition = ObjectNode.Of(("type", type), ("status", status), ("lastTransitionTime", since),
            ("reason", reason.Length == 0 ? null : (Node)reason), ("message", message.Length == 0 ? null : (Node)message));
        return new ArrayNode(index >= 0 ? items.SetItem(index, condition) : items.Add(condition));
    }
}
