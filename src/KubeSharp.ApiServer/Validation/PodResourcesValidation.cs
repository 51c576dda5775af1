using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What a pod asks for as a whole, beside what its containers do. Source: Resource Management for Pods and Containers, pod-level resources.</summary>
public static class PodResourcesValidation
{
    /// <summary>spec.resources; in a template nothing is filled in, so what is not asked for is not compared.</summary>
    public static void Check(ObjectNode spec, FieldPath path, bool isPod, FieldErrors errors)
    {
        if (!spec.Has("resources")) { return; }
        var resources = spec.Object("resources");
        if (resources.Has("claims")) { errors.Forbidden(path.Child("claims"), "claims cannot be set for Resources at pod-level"); }
        foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, _) in resources.Object(list).Fields)
            {
                if (!Quantities.IsOfPod(name)) { errors.NotSupported(path.Child(list).Key(name), name, "cpu", "hugepages-", "memory"); }
            }
        }
        Quantities.Requirements(resources, path, errors);
        var requests = resources.Object("requests");
        foreach (var (name, amount) in PodAmounts.Total(spec.Remove("resources").Remove("overhead"), "requests").Fields)
        {
            if (!Quantities.IsOfPod(name) || (!isPod && !requests.Has(name)) || Quantities.Read(amount) <= Quantities.Read(requests[name])) { continue; }
            errors.Invalid(path.Child("requests").Key(name), requests[name] ?? "0", $"must be greater than or equal to aggregate container requests of {Quantities.Read(amount)}");
        }
        Limits(spec, resources.Object("limits"), path, errors);
    }

    private static void Limits(ObjectNode spec, ObjectNode limits, FieldPath path, FieldErrors errors)
    {
        var containers = spec.Items("containers");
        for (var i = 0; i < containers.Count; i++)
        {
            foreach (var (name, limit) in containers[i].Object("resources").Object("limits").Fields)
            {
                if (limits[name] is not { } most || Quantities.Read(limit) <= Quantities.Read(most)) { continue; }
                errors.Invalid(path.Child("containers").Index(i).Key(name).Child("limits"), limit, $"must be less than or equal to pod limits of {Quantities.Read(most)}");
            }
        }
    }
}
