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
        for (var i = 0; i < constraints.Count; i++)
        {
            var (constraint, at) = ((ObjectNode)constraints[i], path.Index(i));
            if (constraint.Number("maxSkew") is not > 0) { errors.Invalid(at.Child("maxSkew"), constraint.Number("maxSkew") ?? 0, "must be greater than zero"); }
            var key = constraint.Text("topologyKey");
            if (key.Length == 0) { errors.Required(at.Child("topologyKey"), "can not be empty"); }
            else { Names.Check(Names.Qualified(key), at.Child("topologyKey"), key, errors); }
            var action = constraint.Text("whenUnsatisfiable");
            if (action is not ("DoNotSchedule" or "ScheduleAnyway")) { errors.NotSupported(at.Child("whenUnsatisfiable"), action, "DoNotSchedule", "ScheduleAnyway"); }
            if (constraints.Skip(i + 1).Any(c => c.Text("topologyKey") == key && c.Text("whenUnsatisfiable") == action)) { errors.Duplicate(at.Child("{topologyKey, whenUnsatisfiable}"), $"{{{key}, {action}}}"); }
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
            LabelKeys(constraint, at, errors);
        }
    }

    /// <summary>
    /// Keys whose values are taken from the pod's labels: names of labels, none of which is selected otherwise, too. The selector holds what they add by
    /// then. Compat: a key that is there twice is told of at a path that leaves the field out.
    /// </summary>
    public static void LabelKeys(Node term, FieldPath path, FieldErrors errors)
    {
        var (matched, mismatched, selector) = (term.Texts("matchLabelKeys").ToList(), term.Texts("mismatchLabelKeys").ToList(), term.Object("labelSelector"));
        foreach (var (field, keys) in (ReadOnlySpan<(string, List<string>)>)[("matchLabelKeys", matched), ("mismatchLabelKeys", mismatched)])
        {
            if (keys.Count > 0 && !term.Has("labelSelector")) { errors.Forbidden(path.Child(field), "must not be specified when labelSelector is not set"); continue; }
            for (var i = 0; i < keys.Count; i++) { Names.Check(Names.Qualified(keys[i]), path.Child(field).Index(i), keys[i], errors); }
        }
        var selected = selector.Object("matchLabels").Fields.ToArray().Select(static l => l.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in selector.Items("matchExpressions").Select(static e => e.Text("key")))
        {
            if (!selected.Add(key) && matched.LastIndexOf(key) is var at && at >= 0) { errors.Invalid(path.Index(at), key, "exists in both matchLabelKeys and labelSelector"); }
        }
        for (var i = 0; i < matched.Count; i++)
        {
            if (mismatched.Contains(matched[i])) { errors.Invalid(path.Child("matchLabelKeys").Index(i), matched[i], "exists in both matchLabelKeys and mismatchLabelKeys"); }
        }
    }
}
