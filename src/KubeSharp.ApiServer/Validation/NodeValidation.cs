using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Nodes, their taints and their pod ranges. Source: Nodes; Taints and Tolerations.</summary>
public static partial class NodeValidation
{
    private const int FeatureLengthMax = 253;

    /// <summary>A new or changed node.</summary>
    public static void Check(ObjectNode node, FieldErrors errors)
    {
        var (spec, path) = (node.Object("spec"), FieldPath.Of("spec"));
        Taints(spec.Items("taints"), errors);
        Resources(node.Object("status"), errors);
        Features(node.Object("status").Items("declaredFeatures"), FieldPath.Of("status").Child("declaredFeatures"), errors);
        var ranges = Ranges(spec);
        for (var i = 0; i < ranges.Count; i++) { Names.Check(Addresses.Range((ranges[i] as StringNode)?.Value ?? ""), path.Child("podCIDRs").Index(i), ranges[i], errors); }
        if (ranges.Count > 2 || (ranges.Count == 2 && IsV6(ranges[0]) == IsV6(ranges[1]))) { errors.Invalid(path.Child("podCIDRs"), ranges, "may specify no more than one CIDR for each IP family"); }
    }

    /// <summary>What holds for a changed node, or a changed status of one: amounts, addresses and taints are right, and what a node has stays.</summary>
    public static void Change(ObjectNode node, ObjectNode old, FieldErrors errors)
    {
        var (spec, before, status, path) = (node.Object("spec"), old.Object("spec"), node.Object("status"), FieldPath.Of("spec"));
        Resources(status, errors);
        Features(status.Items("declaredFeatures"), FieldPath.Of("status").Child("declaredFeatures"), errors);
        var (addresses, seen) = (status.Items("addresses"), new HashSet<(string, string)>());
        for (var i = 0; i < addresses.Count; i++)
        {
            if (!seen.Add((addresses[i].Text("type"), addresses[i].Text("address")))) { errors.Duplicate(FieldPath.Of("status").Child("addresses").Index(i), InternalForm.Of("NodeAddress", addresses[i])); }
        }
        var (ranges, had) = (Ranges(spec), Ranges(before));
        var changes = had.Count == 0 ? 0 : had.Count != ranges.Count ? 1 : had.Where((r, i) => !r.Equals(ranges[i])).Count();
        for (var i = 0; i < changes; i++) { errors.Forbidden(path.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid"); }
        if (before.Text("providerID").Length > 0 && spec.Text("providerID") != before.Text("providerID")) { errors.Forbidden(path.Child("providerID"), "node updates may not change providerID except from \"\" to valid"); }
        Taints(spec.Items("taints"), errors);
        if (spec.Text("externalID") != before.Text("externalID")) { errors.Forbidden(path.Child("externalID"), "may not be updated"); }
    }

    private static void Features(ArrayNode features, FieldPath path, FieldErrors errors)
    {
        var names = features.Select(static f => (f as StringNode)?.Value ?? "").ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length > FeatureLengthMax) { errors.Invalid(path.Index(i), names[i], $"invalid feature name {features[i]}: must be no more than {FeatureLengthMax} characters"); }
            else if (!FeatureName().IsMatch(names[i]))
            {
                errors.Invalid(path.Index(i), names[i], $"invalid feature name {features[i]}: must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes");
            }
            if (i + 1 == names.Length) { break; }
            if (names[i] == names[i + 1]) { errors.Duplicate(path.Index(i + 1), names[i + 1]); }
            else if (string.CompareOrdinal(names[i], names[i + 1]) > 0) { errors.Invalid(path.Index(i + 1), names[i + 1], "list must be sorted alphabetically"); }
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\A([A-Z][a-zA-Z0-9]*)(/[a-zA-Z][a-zA-Z0-9]*)*\z")]
    private static partial System.Text.RegularExpressions.Regex FeatureName();

    // Compat: where the two differ, the single one counts.
    private static ArrayNode Ranges(ObjectNode spec) => spec.Text("podCIDR") is { Length: > 0 } single && spec.Items("podCIDRs") is var given && (given.Count == 0 || given[0] is not StringNode first || first.Value != single) ? ArrayNode.Of(single) : spec.Items("podCIDRs");

    private static void Resources(ObjectNode status, FieldErrors errors)
    {
        foreach (var kind in (ReadOnlySpan<string>)["capacity", "allocatable"])
        {
            foreach (var (name, amount) in status.Object(kind).Fields)
            {
                var path = FieldPath.Of("status").Child(kind).Child(name);
                Quantities.NotNegative(amount, path, errors);
                if (Quantities.IsWhole(name) && Quantities.Read(amount).MilliValue % 1000 != 0) { errors.Invalid(path, amount, "must be an integer"); }
            }
        }
    }

    private static bool IsV6(Node range) => range is StringNode text && text.Value.Contains(':', StringComparison.Ordinal);

    // Compat: told as if taints stood in the metadata.
    private static void Taints(ArrayNode taints, FieldErrors errors)
    {
        var path = FieldPath.Of("metadata").Child("taints");
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
