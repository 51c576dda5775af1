using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What an update may change in a pod's spec. Source: Pods, pod update and replacement; Pod Scheduling Readiness.</summary>
public static class PodUpdateValidation
{
    private const string Rule = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    /// <summary>An update of the pod itself; subresources have their own rights.</summary>
    public static void Check(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var path = FieldPath.Of("spec");
        var (spec, before) = (value.Object("spec"), old.Object("spec"));
        if (spec.Equals(before)) { return; }
        if (spec.Items("containers").Count != before.Items("containers").Count || spec.Items("initContainers").Count != before.Items("initContainers").Count)
        {
            errors.Forbidden(path, "pod updates may not add or remove containers");
            return;
        }
        CheckDeadline(spec, before, path, errors);
        CheckTolerations(spec.Items("tolerations"), before.Items("tolerations"), path, errors);
        var isGated = before.Items("schedulingGates").Count > 0;
        var gates = spec.Items("schedulingGates");
        for (var i = 0; i < gates.Count; i++)
        {
            var gate = gates[i];
            if (!before.Items("schedulingGates").Any(g => g.Text("name") == gate.Text("name"))) { errors.Forbidden(path.Child("schedulingGates").Index(i).Child("name"), $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'"); }
        }
        var masked = WithImagesOf(spec, before).Take("activeDeadlineSeconds", before).Take("tolerations", before);
        if (isGated) { masked = masked.Take("schedulingGates", before).Take("nodeSelector", before).Take("affinity", before); }
        if (isGated) { CheckGated(spec, before, path, errors); }
        if (before.Number("terminationGracePeriodSeconds") is < 0 && spec.Number("terminationGracePeriodSeconds") == 1) { masked = masked.Take("terminationGracePeriodSeconds", before); }
        if (!Same(masked, before)) { errors.Forbidden(path, Rule); }
    }

    /// <summary>Ephemeral containers only come; none is changed or taken away. Source: KEP-277.</summary>
    public static void EphemeralContainers(ObjectNode spec, ObjectNode old, FieldErrors errors)
    {
        var path = FieldPath.Of("spec").Child("ephemeralContainers");
        foreach (var before in old.Items("ephemeralContainers"))
        {
            var name = before.Text("name");
            var now = spec.Items("ephemeralContainers").FirstOrDefault(c => c.Text("name") == name);
            if (now is null) { errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be removed\n"); }
            else if (!now.Equals(before)) { errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be changed\n"); }
        }
    }

    // Gated pods may only narrow where they run.
    private static void CheckGated(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        foreach (var (key, value) in before.Object("nodeSelector").Fields)
        {
            if (!Immutability.Same(spec.Object("nodeSelector")[key], value))
            {
                errors.Invalid(path.Child("nodeSelector"), spec["nodeSelector"], "only additions are allowed (no mutations or deletions)");
                break;
            }
        }
        if (before.Object("affinity").Object("nodeAffinity").Count > 0 && !Immutability.Same(spec.Object("affinity")["podAffinity"], before.Object("affinity")["podAffinity"])) { errors.Invalid(path.Child("affinity").Child("podAffinity"), spec.Object("affinity")["podAffinity"], Immutability.Rule); }
    }

    private static void CheckDeadline(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        if (before.Number("activeDeadlineSeconds") is not { } was) { return; }
        if (spec.Number("activeDeadlineSeconds") is not { } now) { errors.Invalid(path.Child("activeDeadlineSeconds"), null, "must not update from a positive integer to nil value"); }
        else if (now > was) { errors.Invalid(path.Child("activeDeadlineSeconds"), now, "must be less than or equal to previous value"); }
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
            if (now.Count > 0) { spec = spec.Set(list, now); }
        }
        return spec;
    }

    private static bool Same(ObjectNode a, ObjectNode b)
    {
        foreach (var (name, value) in a.Fields) { if (!Immutability.Same(value, b[name]) && !IsZero(value, b[name])) { return false; } }
        foreach (var (name, value) in b.Fields) { if (!Immutability.Same(value, a[name]) && !IsZero(value, a[name])) { return false; } }
        return true;
    }

    private static bool IsZero(Node? a, Node? b) => a is BooleanNode { Value: false } && b is null or NullNode;
}
