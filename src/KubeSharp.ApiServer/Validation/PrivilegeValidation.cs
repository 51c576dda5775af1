using System.Collections.Frozen;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Refuses privileged containers, in pods and in templates of pods, where the server has none. Pure. Source: kube-apiserver, --allow-privileged.</summary>
internal static class PrivilegeValidation
{
    private static readonly string[] _template = ["spec", "template", "spec"];

    // Where a kind has the spec of a pod.
    private static readonly FrozenDictionary<string, string[]> _specs = new Dictionary<string, string[]>
    {
        ["pods"] = ["spec"],
        ["podtemplates"] = ["template", "spec"],
        ["cronjobs.batch"] = ["spec", "jobTemplate", .. _template],
        ["replicationcontrollers"] = _template,
        ["deployments.apps"] = _template,
        ["replicasets.apps"] = _template,
        ["statefulsets.apps"] = _template,
        ["daemonsets.apps"] = _template,
        ["jobs.batch"] = _template,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds the containers that ask for privileges.</summary>
    public static void Check(string resource, ObjectNode value, FieldErrors errors)
    {
        if (!_specs.TryGetValue(resource, out var steps) || value.At(steps) is not ObjectNode spec) { return; }
        var path = steps.Skip(1).Aggregate(FieldPath.Of(steps[0]), static (p, step) => p.Child(step));
        foreach (var kind in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"])
        {
            var containers = spec.Items(kind);
            for (var i = 0; i < containers.Count; i++)
            {
                if (containers[i].Object("securityContext").IsTrue("privileged")) { errors.Forbidden(path.Child(kind).Index(i).Child("securityContext").Child("privileged"), "disallowed by cluster policy"); }
            }
        }
    }
}
