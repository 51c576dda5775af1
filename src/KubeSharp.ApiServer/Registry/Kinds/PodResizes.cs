using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>What a resize of a pod changes. Pure. Source: KEP-1287.</summary>
public static class PodResizes
{
    /// <summary>
    /// The pod with no more of the changed one's containers than their resources and how those change. Containers that came, went or changed places are
    /// kept as they are sent, so that they are refused.
    /// </summary>
    public static ObjectNode Only(ObjectNode value, ObjectNode old)
    {
        string[] lists = ["containers", "initContainers"];
        var (spec, before) = (value.Object("spec"), old.Object("spec"));
        if (Array.Exists(lists, l => spec.Items(l).Count != before.Items(l).Count)) { return value; }
        foreach (var list in lists)
        {
            var (now, was) = (spec.Items(list), before.Items(list));
            if (now.Count == 0 || now.Zip(was).Any(static c => c.First.Text("name") != c.Second.Text("name"))) { continue; }
            spec = spec.Set(list, new ArrayNode([.. now.Zip(was).Select(static c => (Node)((ObjectNode)c.Second).Take("resources", (ObjectNode)c.First).Take("resizePolicy", (ObjectNode)c.First))]));
        }
        return value.Set("spec", spec);
    }
}
