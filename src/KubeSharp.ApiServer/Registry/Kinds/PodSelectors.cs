using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>What the labels of a new pod add to its selectors of other pods, by matchLabelKeys and mismatchLabelKeys. Pure. Source: Pod Topology Spread Constraints; KEP-3633.</summary>
public static class PodSelectors
{
    /// <summary>The pod with selectors that hold what its own labels say.</summary>
    public static ObjectNode Filled(ObjectNode pod)
    {
        var labels = pod.Object("metadata").Object("labels");
        return pod.Edit("spec", s => s.EditItems("topologySpreadConstraints", c => Filled(c, labels)).Edit("affinity", a => new[] { "podAffinity", "podAntiAffinity" }.Aggregate(a, (value, kind) => value.Edit(kind, k => k
            .EditItems("requiredDuringSchedulingIgnoredDuringExecution", t => Filled(t, labels))
            .EditItems("preferredDuringSchedulingIgnoredDuringExecution", t => t.Edit("podAffinityTerm", p => Filled(p, labels)))))));
    }

    private static ObjectNode Filled(ObjectNode term, ObjectNode labels)
    {
        Node[] added = [.. Added(term, "matchLabelKeys", "In", labels), .. Added(term, "mismatchLabelKeys", "NotIn", labels)];
        // A selector that is not there chooses nothing, whatever is added.
        return added.Length == 0 ? term : term.Edit("labelSelector", s => s.Set("matchExpressions", new ArrayNode([.. s.Items("matchExpressions"), .. added])));
    }

    private static IEnumerable<Node> Added(ObjectNode term, string field, string kind, ObjectNode labels) => term.Texts(field).Where(k => labels.Has(k))
        .Select(k => (Node)ObjectNode.Of(("key", k), ("operator", kind), ("values", ArrayNode.Of(labels[k]!))));
}
