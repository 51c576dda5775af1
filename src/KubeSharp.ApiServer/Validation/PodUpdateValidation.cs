using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What an update may change in a pod's spec. Source: Pods, pod update and replacement; Pod Scheduling Readiness.</summary>
public static class PodUpdateValidation
{
    private const string TermType = "NodeSelectorTerm";
    private const string Rule = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    /// <summary>An update of the pod itself; subresources have their own rights.</summary>
    public static void Check(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var path = FieldPath.Of("spec");
        var (spec, before) = (value.Object("spec"), old.Object("spec"));
        if (spec.Equals(before)) { return; }
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (!CheckContainers(spec.Items(list), before.Items(list), path.Child(list), errors)) { return; }
        }
        if (!CheckDeadline(spec, before, path.Child("activeDeadlineSeconds"), errors)) { return; }
        CheckTolerations(spec.Items("tolerations"), before.Items("tolerations"), path, errors);
        CheckGates(spec.Items("schedulingGates"), before.Items("schedulingGates"), path.Child("schedulingGates"), errors);
        var masked = WithImagesOf(spec, before);
        foreach (var field in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates"]) { masked = masked.Take(field, before); }
        if (before.Number("terminationGracePeriodSeconds") is < 0 && spec.Number("terminationGracePeriodSeconds") == 1) { masked = masked.Take("terminationGracePeriodSeconds", before); }
        if (before.Items("schedulingGates").Count > 0) { masked = CheckGated(masked, before, path, errors); }
        if (!InternalForm.Same("PodSpec", masked, before)) { errors.Forbidden(path, $"{Rule}\n{InternalForm.Difference("PodSpec", before, masked)}"); }
    }

    /// <summary>Ephemeral containers only come; none is changed or taken away. Source: KEP-277.</summary>
    public static void EphemeralContainers(ObjectNode spec, ObjectNode old, FieldErrors errors)
    {
        if (old.Object("metadata").Object("annotations").Has(PodResizeValidation.Mirror))
        {
            errors.Forbidden(FieldPath.Of(""), "static pods do not support ephemeral containers");
            return;
        }
        var path = FieldPath.Of("spec").Child("ephemeralContainers");
        foreach (var before in old.Object("spec").Items("ephemeralContainers"))
        {
            var name = before.Text("name");
            var now = spec.Items("ephemeralContainers").FirstOrDefault(c => c.Text("name") == name);
            if (now is null) { errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be removed\n"); }
            else if (!InternalForm.Same("EphemeralContainer", now, before)) { errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be changed\n{InternalForm.Difference("EphemeralContainer", before, now)}"); }
        }
    }

    // Gated pods may only narrow where they run; the spec without what they may change.
    private static ObjectNode CheckGated(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        if (before.Object("nodeSelector").Fields.ToArray().Any(f => !Immutability.Same(spec.Object("nodeSelector")[f.Key], f.Value)))
        {
            errors.Invalid(path.Child("nodeSelector"), spec["nodeSelector"], "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        }
        const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
        var (nodes, was) = (spec.Object("affinity").Object("nodeAffinity"), before.Object("affinity").Object("nodeAffinity"));
        if (was.Has(Required)) { CheckTerms(nodes.Object(Required)["nodeSelectorTerms"], was.Object(Required).Items("nodeSelectorTerms"), path.Child("affinity").Child("nodeAffinity").Child(Required).Child("nodeSelectorTerms"), errors); }
        var affinity = spec.Object("affinity").Take("nodeAffinity", before.Object("affinity"));
        return (affinity.Count == 0 && !before.Has("affinity") ? spec.Remove("affinity") : spec.Set("affinity", affinity)).Take("nodeSelector", before);
    }

    // Terms of which any may hold stay as many; to each of them demands may be added behind its own.
    private static void CheckTerms(Node? terms, ArrayNode before, FieldPath path, FieldErrors errors)
    {
        var now = terms as ArrayNode ?? ArrayNode.Empty;
        if (before.Count == 0) { return; }
        if (now.Count != before.Count)
        {
            errors.Invalid(path, InternalForm.OfList(TermType, terms), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (var i = 0; i < before.Count; i++)
        {
            if (!OnlyAdds((ObjectNode)now[i], (ObjectNode)before[i])) { errors.Invalid(path.Index(i), InternalForm.Of(TermType, now[i]), "only additions are allowed (no mutations or deletions)"); }
        }
    }

    // A term without demands matches nothing, and goes on to.
    private static bool OnlyAdds(ObjectNode now, ObjectNode before)
    {
        string[] lists = ["matchExpressions", "matchFields"];
        if (Array.TrueForAll(lists, l => before.Items(l).Count == 0)) { return Array.TrueForAll(lists, l => now.Items(l).Count == 0); }
        return Array.TrueForAll(lists, l => now.Items(l).Count >= before.Items(l).Count
            && InternalForm.Same(TermType, ObjectNode.Of((l, new ArrayNode([.. now.Items(l).Take(before.Items(l).Count)]))), ObjectNode.Of((l, before.Items(l)))));
    }

    private static void CheckGates(ArrayNode gates, ArrayNode before, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < gates.Count; i++)
        {
            var name = gates[i].Text("name");
            if (!before.Any(g => g.Text("name") == name)) { errors.Forbidden(path.Index(i).Child("name"), $"only deletion is allowed, but found new scheduling gate '{name}'"); }
        }
    }

    private static bool CheckContainers(ArrayNode containers, ArrayNode before, FieldPath path, FieldErrors errors)
    {
        if (containers.Count != before.Count)
        {
            errors.Forbidden(path, "pod updates may not add or remove containers");
            return false;
        }
        for (var i = 0; i < containers.Count; i++)
        {
            var (image, at) = (containers[i].Text("image"), path.Index(i).Child("image"));
            if (image.Length == 0) { errors.Required(at); }
            if (image.Trim().Length != image.Length) { errors.Invalid(at, image, "must not have leading or trailing whitespace"); }
        }
        return true;
    }

    private static bool CheckDeadline(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        var (now, was) = (spec.Number("activeDeadlineSeconds"), before.Number("activeDeadlineSeconds"));
        if (now is < 0 or > int.MaxValue) { errors.Invalid(path, now.Value, $"must be between 0 and {int.MaxValue}, inclusive"); }
        else if (now > was) { errors.Invalid(path, now.Value, "must be less than or equal to previous value"); }
        else
        {
            if (now is null && was is not null) { errors.Invalid(path, null, "must not update from a positive integer to nil value"); }
            return true;
        }
        return false;
    }

    private static void CheckTolerations(ArrayNode now, ArrayNode before, FieldPath path, FieldErrors errors)
    {
        foreach (var toleration in before)
        {
            var kept = now.Any(t => Immutability.Same(((ObjectNode)t).Remove("tolerationSeconds"), ((ObjectNode)toleration).Remove("tolerationSeconds")));
            if (!kept)
            {
                errors.Forbidden(path.Child("tolerations"), "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static ObjectNode WithImagesOf(ObjectNode spec, ObjectNode before)
    {
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (now, was) = (spec.Items(list), before.Items(list));
            for (var i = 0; i < now.Count; i++) { now = now.SetItem(i, ((ObjectNode)now[i]).Take("image", (ObjectNode)was[i])); }
            spec = now.Count > 0 ? spec.Set(list, now) : spec.Remove(list);
        }
        return spec;
    }
}
