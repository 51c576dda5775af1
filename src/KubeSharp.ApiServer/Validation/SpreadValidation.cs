using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Topology spread constraints. Source: Pod Topology Spread Constraints.</summary>
public static class SpreadValidation
{
    /// <summary>All constraints of a pod.</summary>
    public static void CheckAll(ArrayNode constraints, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < constraints.Count; i++)
        {
            var (constraint, at) = ((ObjectNode)constraints[i], path.Index(i));
            if (constraint.Number("maxSkew") is not > 0) { errors.Invalid(at.Child("maxSkew"), constraint.Number("maxSkew") ?? 0, "must be greater than zero"); }
            var key = constraint.Text("topologyKey");
            if (key.Length == 0) { errors.Required(at.Child("topologyKey"), "can not be empty"); }
            else { Names.Check(Names.Qualified(key), at.Child("topologyKey"), key, errors); }
            var action = constraint.Text("whenUnsatisfiable");
            if (action is not ("DoNotSchedule" or "ScheduleAnyway")) { errors.NotSupported(at.Child("whenUnsatisfiable"), action, "DoNotSchedule", "ScheduleAnyway"); }
            if (!seen.Add((key, action))) { errors.Duplicate(at.Child("{topologyKey, whenUnsatisfiable}"), $"{{{key}, {action}}}"); }
            if (constraint.Number("minDomains") is { } domains)
            {
                if (domains <= 0) { errors.Invalid(at.Child("minDomains"), domains, "must be greater than zero"); }
                if (action != "DoNotSchedule") { errors.Invalid(at.Child("minDomains"), domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"); }
            }
            foreach (var policy in (ReadOnlySpan<string>)["nodeAffinityPolicy", "nodeTaintsPolicy"])
            {
                if (constraint.Text(policy) is { Length: > 0 } value && value is not ("Honor" or "Ignore")) { errors.NotSupported(at.Child(policy), value, "Honor", "Ignore"); }
            }
            Labels.Selector(constraint.Object("labelSelector"), at.Child("labelSelector"), errors);
            LabelKeys(constraint, "matchLabelKeys", at, errors);
            if (constraint.Items("matchLabelKeys").Count > 0 && !constraint.Has("labelSelector")) { errors.Forbidden(at.Child("matchLabelKeys"), "must not be specified when labelSelector is not set"); }
        }
    }

    /// <summary>Keys whose values are taken from the pod's labels: names of labels, none of which the selector has already.</summary>
    public static void LabelKeys(Node term, string field, FieldPath path, FieldErrors errors)
    {
        var keys = term.Items(field);
        var selected = term.Object("labelSelector").Object("matchLabels").Fields.ToArray().Select(static l => l.Key)
            .Concat(term.Object("labelSelector").Items("matchExpressions").Select(static e => e.Text("key"))).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            var key = (keys[i] as StringNode)?.Value ?? "";
            Names.Check(Names.Qualified(key), path.Child(field).Index(i), key, errors);
            if (selected.Contains(key)) { errors.Invalid(path.Child(field).Index(i), key, $"exists in both {field} and labelSelector"); }
        }
    }
}
