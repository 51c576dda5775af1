using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Nodes, their taints and their pod ranges. Source: Nodes; Taints and Tolerations.</summary>
public static class NodeValidation
{
    /// <summary>A new or changed node.</summary>
    public static void Check(ObjectNode node, FieldErrors errors)
    {
        var (spec, path) = (node.Object("spec"), FieldPath.Of("spec"));
        // Compat: told as if taints stood in the metadata.
        Taints(spec.Items("taints"), FieldPath.Of("metadata").Child("taints"), errors);
        // Compat: where the two differ, the single one counts.
        var ranges = spec.Text("podCIDR") is { Length: > 0 } single && spec.Items("podCIDRs") is var given && (given.Count == 0 || given[0] is not StringNode first || first.Value != single) ? ArrayNode.Of(single) : spec.Items("podCIDRs");
        for (var i = 0; i < ranges.Count; i++) { Names.Check(Names.Cidr((ranges[i] as StringNode)?.Value ?? ""), path.Child("podCIDRs").Index(i), ranges[i], errors); }
        if (ranges.Count > 2 || (ranges.Count == 2 && IsV6(ranges[0]) == IsV6(ranges[1]))) { errors.Invalid(path.Child("podCIDRs"), ranges, "may specify no more than one CIDR for each IP family"); }
    }

    /// <summary>What stays once a node has it.</summary>
    public static void Change(ObjectNode node, ObjectNode old, FieldErrors errors)
    {
        var (spec, before, path) = (node.Object("spec"), old.Object("spec"), FieldPath.Of("spec"));
        if (before.Text("podCIDR").Length > 0 && spec.Text("podCIDR") != before.Text("podCIDR")) { errors.Forbidden(path.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid"); }
        if (before.Text("providerID").Length > 0 && spec.Text("providerID") != before.Text("providerID")) { errors.Forbidden(path.Child("providerID"), "node updates may not change providerID except from \"\" to valid"); }
    }

    private static bool IsV6(Node range) => range is StringNode text && text.Value.Contains(':', StringComparison.Ordinal);

    private static void Taints(ArrayNode taints, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < taints.Count; i++)
        {
            var (key, value, effect) = (taints[i].Text("key"), taints[i].Text("value"), taints[i].Text("effect"));
            Names.Check(Names.Qualified(key), path.Index(i).Child("key"), key, errors);
            Names.Check(Names.LabelValue(value), path.Index(i).Child("value"), value, errors);
            if (effect.Length == 0) { errors.Required(path.Index(i).Child("effect")); }
            else if (effect is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute")) { errors.NotSupported(path.Index(i).Child("effect"), effect, "NoSchedule", "PreferNoSchedule", "NoExecute"); }
            if (!seen.Add((key, effect))) { errors.Duplicate(path.Index(i), InternalForm.Of("Taint", taints[i]), "taints must be unique by key and effect pair"); }
        }
    }
}
