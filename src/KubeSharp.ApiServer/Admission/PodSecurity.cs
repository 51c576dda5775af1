using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Holds pods to the Pod Security Standard that their namespace's labels name: refuses, warns. Source: Pod Security Admission.</summary>
public sealed class PodSecurity(IObjects objects) : IAdmissionPlugin
{
    private const string Label = "pod-security.kubernetes.io/";

    /// <inheritdoc/>
    public string Name => "PodSecurity";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation is AdmissionOperation.Create or AdmissionOperation.Update
        && (request.Resource.QualifiedName == "pods" ? request.Subresource is "" or "ephemeralcontainers"
            : request.Resource.QualifiedName == "namespaces" ? request.Subresource.Length == 0
            : request.Subresource.Length == 0 && TemplateOf(request.Resource.QualifiedName, request.Object) is not null);

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Resource.QualifiedName == "namespaces")
        {
            CheckNamespace(request);
            return default;
        }
        var labels = objects.Get("namespaces", "", request.Namespace).Object("metadata").Object("labels");
        var isPod = request.Resource.QualifiedName == "pods";
        var pod = isPod ? request.Object! : TemplateOf(request.Resource.QualifiedName, request.Object)!;
        if (isPod && request.OldObject is { } old && IsSameForSecurity(pod, old)) { return default; }
        var enforced = Level(labels, "enforce");
        var broken = isPod ? PodSecurityStandards.Violations(enforced, pod.Object("spec"), pod.Object("metadata")) : [];
        if (broken.Count > 0) { throw request.Refuse($"violates PodSecurity \"{enforced}:{Version(labels, "enforce")}\": {string.Join(", ", broken)}"); }
        var warned = Level(labels, "warn");
        var warnings = PodSecurityStandards.Violations(warned, pod.Object("spec"), pod.Object("metadata"));
        if (warnings.Count > 0) { request.Warn($"would violate PodSecurity \"{warned}:{Version(labels, "warn")}\": {string.Join(", ", warnings)}"); }
        return default;
    }

    private static string Level(ObjectNode labels, string mode) => labels.Text(Label + mode) is var level and ("baseline" or "restricted") ? level : "privileged";

    private static string Version(ObjectNode labels, string mode) => labels.Text(Label + mode + "-version") is { Length: > 0 } version ? version : "latest";

    // Labels that are none are refused; pods already there that would not pass are warned of.
    private void CheckNamespace(AdmissionRequest request)
    {
        var labels = request.Object.Object("metadata").Object("labels");
        var errors = new Machinery.Statuses.FieldErrors();
        var path = Machinery.Statuses.FieldPath.Of("metadata").Child("labels");
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            if (labels[Label + mode] is StringNode level && level.Value is not ("privileged" or "baseline" or "restricted")) { errors.Invalid(path.Key(Label + mode), level, "must be one of privileged, baseline, restricted"); }
            if (labels[Label + mode + "-version"] is StringNode version && !IsVersion(version.Value)) { errors.Invalid(path.Key(Label + mode + "-version"), version, "must be \"latest\" or \"v1.x\""); }
        }
        errors.ThrowIfAny("", "Namespace", AdmissionRequests.NameOf(request));
        var (now, before) = (Level(labels, "enforce"), Level(request.OldObject.Object("metadata").Object("labels"), "enforce"));
        if (request.OldObject is null || now == before || now == "privileged") { return; }
        var bad = objects.List("pods", request.Name).Where(p => PodSecurityStandards.Violations(now, p.Object("spec"), p.Object("metadata")).Count > 0).Select(static p => p.Object("metadata").Text("name")).Order(StringComparer.Ordinal).ToArray();
        if (bad.Length == 0) { return; }
        request.Warn($"existing pods in namespace \"{request.Name}\" violate the new PodSecurity enforce level \"{now}:{Version(labels, "enforce")}\"");
        foreach (var group in bad.GroupBy(n => string.Join(", ", PodSecurityStandards.Violations(now, objects.Get("pods", request.Name, n).Object("spec"), ObjectNode.Empty).Select(static v => v.Split(" (")[0]))))
        {
            var others = group.Count() - 1;
            request.Warn($"{group.First()}{(others == 0 ? "" : others == 1 ? " (and 1 other pod)" : $" (and {others} other pods)")}: {group.Key}");
        }
    }

    private static bool IsVersion(string text) => text == "latest" || (text.StartsWith("v1.", StringComparison.Ordinal) && int.TryParse(text.AsSpan(3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _));

    // An update that changes neither spec nor what the standards read lets old pods live on.
    private static bool IsSameForSecurity(ObjectNode pod, ObjectNode old) =>
        pod.Object("spec").Equals(old.Object("spec")) && Validation.Immutability.Same(pod.Object("metadata")["annotations"], old.Object("metadata")["annotations"]);

    private static ObjectNode? TemplateOf(string resource, ObjectNode? value) => resource switch
    {
        "deployments.apps" or "replicasets.apps" or "daemonsets.apps" or "statefulsets.apps" or "replicationcontrollers" or "jobs.batch" => value.Object("spec")["template"] as ObjectNode,
        "cronjobs.batch" => value.Object("spec").Object("jobTemplate").Object("spec")["template"] as ObjectNode,
        "podtemplates" => value.Object("template"),
        _ => null,
    };
}
