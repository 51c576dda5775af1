using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Resizes of running pods: amounts of cpu and memory change, and nothing else. Source: Resize CPU and Memory Resources assigned to Containers; KEP-1287.</summary>
public static class PodResizeValidation
{
    /// <summary>The annotation by which a pod is known that a kubelet runs by itself.</summary>
    public const string Mirror = "kubernetes.io/config.mirror";
    private static readonly string[] _kinds = ["requests", "limits"];

    /// <summary>What a resize may not do.</summary>
    public static void Check(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (spec, before, path) = (value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"));
        var refused = old.Object("metadata").Object("annotations").Has(Mirror) ? "static" : before.Object("os").Text("name") == "windows" ? "windows" : null;
        if (refused is not null)
        {
            errors.Forbidden(FieldPath.Of(""), $"{refused} pods cannot be resized");
            return;
        }
        var quality = old.Object("status").Text("qosClass");
        if (PodRules.QosClass(spec) != (quality.Length > 0 ? quality : PodRules.QosClass(before))) { errors.Invalid(path, value.Object("status").Text("qosClass"), "Pod QOS Class may not change as a result of resizing"); }
        if (old.Object("status").Items("containerStatuses").FirstOrDefault(static c => c is ObjectNode status && status.Object("state").Has("running")) is ObjectNode running && !running.Has("resources")) { errors.Forbidden(path, "Pod running on node without support for resize"); }
        if (HasAny(before.Object("resources")) || HasAny(spec.Object("resources"))) { CheckWhole(spec, before, path, errors); }
        if (!CheckOrder(spec, before, path, errors)) { return; }
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            for (var i = 0; i < before.Items(list).Count; i++) { CheckRemoved(spec.Items(list)[i], before.Items(list)[i], "resource", path.Child(list).Index(i).Child("resources"), errors); }
        }
        foreach (var (now, was) in spec.Items("containers").Zip(before.Items("containers")))
        {
            if (!IsSameElse(now, was)) { errors.Forbidden(path, "only cpu and memory resources are mutable"); }
        }
        CheckInitial(spec.Items("initContainers"), before.Items("initContainers"), path.Child("initContainers"), errors);
    }

    // The pod's own resources, which its containers share.
    private static void CheckWhole(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        if (before.Has("resources") && !spec.Has("resources"))
        {
            errors.Forbidden(path.Child("resources"), "pod-level resources cannot be removed");
            return;
        }
        CheckRemoved(spec, before, "pod-level resource", path.Child("resources"), errors);
        if (!InternalForm.Same("ResourceRequirements", WithAmountsOf(spec, before).Object("resources"), before.Object("resources"))) { errors.Forbidden(path, "only cpu and memory resources are mutable at pod-level"); }
    }

    private static bool CheckOrder(ObjectNode spec, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        var isSame = true;
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (now, was) = (spec.Items(list), before.Items(list));
            if (now.Count != was.Count)
            {
                errors.Forbidden(path.Child(list), $"{list} may not be added or removed on resize");
                isSame = false;
                continue;
            }
            for (var i = 0; i < was.Count; i++)
            {
                if (now[i].Text("name") == was[i].Text("name")) { continue; }
                errors.Forbidden(path.Child(list).Index(i).Child("name"), $"{list} may not be renamed or reordered on resize");
                isSame = false;
            }
        }
        return isSame;
    }

    private static void CheckInitial(ArrayNode now, ArrayNode was, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < was.Count; i++)
        {
            if (!IsSameElse(now[i], was[i])) { errors.Forbidden(path.Index(i), "only cpu and memory resources for init or sidecar containers are mutable"); }
            if (now[i].Text("restartPolicy") == "Always" || InternalForm.Same("Container", now[i], was[i])) { continue; }
            // Those that were let in before the rule came.
            foreach (var policy in now[i].Items("resizePolicy"))
            {
                if (policy.Text("restartPolicy") == "RestartContainer") { errors.Forbidden(path.Index(i), "non-sidecar init containers with a resize policy of RestartContainer cannot be resized"); }
            }
        }
    }

    private static void CheckRemoved(Node now, Node was, string what, FieldPath path, FieldErrors errors)
    {
        foreach (var kind in _kinds)
        {
            var left = ((ObjectNode)now).Object("resources").Object(kind);
            if (((ObjectNode)was).Object("resources").Object(kind).Fields.ToArray().Any(f => !left.Has(f.Key))) { errors.Forbidden(path.Child(kind), $"{what} {kind} cannot be removed"); }
        }
    }

    private static bool HasAny(ObjectNode resources) => Array.Exists(_kinds, k => resources.Object(k).Count > 0);

    private static bool IsSameElse(Node now, Node was) => InternalForm.Same("Container", WithAmountsOf((ObjectNode)now, (ObjectNode)was), was);

    // What holds resources, with the amounts of cpu and memory of another.
    private static ObjectNode WithAmountsOf(ObjectNode value, ObjectNode other)
    {
        var resources = value.Object("resources");
        foreach (var kind in _kinds)
        {
            var amounts = resources.Object(kind).Take("cpu", other.Object("resources").Object(kind)).Take("memory", other.Object("resources").Object(kind));
            resources = amounts.Count > 0 ? resources.Set(kind, amounts) : resources.Remove(kind);
        }
        return value.Set("resources", resources);
    }
}
