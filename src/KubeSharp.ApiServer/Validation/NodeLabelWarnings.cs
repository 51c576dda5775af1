using System.Collections.Frozen;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Labels of nodes that have other names by now, where something is chosen by them: texts for Warning headers. Pure. Source: Well-Known Labels, Annotations and Taints.</summary>
public static class NodeLabelWarnings
{
    private static readonly FrozenDictionary<string, string> _deprecated = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        ["app.kubernetes.io/created-by"] = "deprecated since v1.9",
        ["scheduler.alpha.kubernetes.io/preferAvoidPods"] = "deprecated since v1.22; use Taints and Tolerations instead",
        ["node-role.kubernetes.io/master"] = "use \"node-role.kubernetes.io/control-plane\" instead",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is said of a label; null: nothing.</summary>
    public static string? Of(string label) => _deprecated.GetValueOrDefault(label);

    /// <summary>What is said of a label whose name is told, too, at the path.</summary>
    public static IEnumerable<string> Named(string path, string label) => Of(label) is { } text ? [$"{path}: {label} is {text}"] : [];

    /// <summary>What is said of a term of a node selector; of one that is only preferred also values that no label can have.</summary>
    public static IEnumerable<string> OfTerm(Node term, string path, bool areValuesChecked)
    {
        var expressions = term.Items("matchExpressions");
        for (var i = 0; i < expressions.Count; i++)
        {
            foreach (var text in Named($"{path}.matchExpressions[{i}].key", expressions[i].Text("key"))) { yield return text; }
            var values = areValuesChecked ? expressions[i].Texts("values").ToArray() : [];
            for (var j = 0; j < values.Length; j++)
            {
                if (Names.LabelValue(values[j]) is { } wrong) { yield return $"{path}.matchExpressions[{i}].values[{j}]: {values[j]} is invalid, {wrong}"; }
            }
        }
    }

    /// <summary>What is said of the terms of an affinity that must hold.</summary>
    public static IEnumerable<string> OfTerms(ObjectNode selector, string path) => selector.Items("nodeSelectorTerms").SelectMany((t, i) => OfTerm(t, $"{path}.nodeSelectorTerms[{i}]", false));

    /// <summary>What is said of the nodes that a capacity of storage is for.</summary>
    public static IEnumerable<string> OfSelector(ObjectNode selector, string path) =>
        selector.Items("matchExpressions").SelectMany((e, i) => Named($"{path}.matchExpressions[{i}].key", e.Text("key")))
            .Concat(selector.Object("matchLabels").Where(static l => Of(l.Key) is not null).Select(l => $"{path}.matchLabels.{l.Key}: {Of(l.Key)}"));
}
