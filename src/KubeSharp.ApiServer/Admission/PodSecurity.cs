using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Holds pods to the Pod Security Standard that their namespace's labels name: refuses, warns. Source: Pod Security Admission.</summary>
public sealed class PodSecurity(IObjects objects, PodSecuritySettings settings, StageMetrics stages) : IAdmissionPlugin
{
    private const string Label = PodSecurityLevel.Label;

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
        var isPod = request.Resource.QualifiedName == "pods";
        var pod = isPod ? request.Object! : TemplateOf(request.Resource.QualifiedName, request.Object)!;
        if (Exemption(request, pod) is { } exemption)
        {
            request.Annotate(PodSecurityLevel.Label + "exempt", exemption);
            stages.PodSecurityExemptions.Add(1, Operation(request), Kind(request), request.Subresource);
            return default;
        }
        if (isPod && request.OldObject is { } old && IsSameForSecurity(pod, old)) { return default; }
        var labels = objects.Get("namespaces", "", request.Namespace).Object("metadata").Object("labels");
        string? Check(string mode)
        {
            var level = PodSecurityLevel.Of(labels, mode, settings);
            if (mode == "enforce") { request.Annotate(PodSecurityLevel.Label + "enforce-policy", level.ToString()); }
            var broken = Broken(level, pod);
            // That a pod keeps what it is not held to is not counted.
            if (broken is not null || mode == "enforce") { stages.PodSecurity.Add(1, broken is null ? "allow" : "deny", mode, level.Level, level.CountedVersion, Operation(request), Kind(request), request.Subresource); }
            return broken;
        }
        var refused = isPod ? Check("enforce") : null;
        if (Check("audit") is { } audited) { request.Annotate(PodSecurityLevel.Label + "audit-violations", $"would violate PodSecurity {audited}"); }
        if (refused is not null) { throw request.Refuse($"violates PodSecurity {refused}"); }
        if (Check("warn") is { } warned) { request.Warn($"would violate PodSecurity {warned}"); }
        return default;
    }

    private static string Operation(AdmissionRequest request) => request.Operation == AdmissionOperation.Create ? "create" : "update";

    private static string Kind(AdmissionRequest request) => request.Resource.QualifiedName == "pods" ? "pod" : "controller";

    private string? Exemption(AdmissionRequest request, ObjectNode pod) =>
        settings.Namespaces.Contains(request.Namespace) ? "namespace"
        : settings.Users.Contains(request.User.Name) ? "user"
        : settings.RuntimeClasses.Contains(pod.Object("spec").Text("runtimeClassName")) ? "runtimeClass" : null;

    // The level and what of it the pod violates; null where that is nothing.
    private static string? Broken(PodSecurityLevel level, ObjectNode pod) =>
        PodSecurityStandards.Violations(level.Level, pod.Object("spec"), pod.Object("metadata"), level.Minor) is { Count: > 0 } found ? $"\"{level}\": {string.Join(", ", found)}" : null;

    // Labels that are none are refused; pods already there that would not pass are warned of.
    private void CheckNamespace(AdmissionRequest request)
    {
        var labels = request.Object.Object("metadata").Object("labels");
        var errors = new Machinery.Statuses.FieldErrors();
        var path = Machinery.Statuses.FieldPath.Of("metadata").Child("labels");
        foreach (var mode in (ReadOnlySpan<string>)["enforce", "audit", "warn"])
        {
            if (labels[Label + mode] is StringNode level && !PodSecurityLevel.IsLevel(level.Value)) { errors.Invalid(path.Key(Label + mode), level, "must be one of privileged, baseline, restricted"); }
            if (labels[Label + mode + "-version"] is StringNode version && !PodSecurityLevel.IsVersion(version.Value)) { errors.Invalid(path.Key(Label + mode + "-version"), version, "must be \"latest\" or \"v1.x\""); }
        }
        errors.ThrowIfAny("", "Namespace", AdmissionRequests.NameOf(request));
        var (now, before) = (PodSecurityLevel.Of(labels, "enforce", settings), PodSecurityLevel.Of(request.OldObject.Object("metadata").Object("labels"), "enforce", settings));
        if (request.OldObject is null || now == before || now.Level == "privileged" || settings.Namespaces.Contains(request.Name)) { return; }
        IReadOnlyList<string> Of(ObjectNode pod) => PodSecurityStandards.Violations(now.Level, pod.Object("spec"), pod.Object("metadata"), now.Minor);
        var bad = objects.List("pods", request.Name).Where(p => Of(p).Count > 0).Select(static p => p.Object("metadata").Text("name")).Order(StringComparer.Ordinal).ToArray();
        if (bad.Length == 0) { return; }
        request.Warn($"existing pods in namespace \"{request.Name}\" violate the new PodSecurity enforce level \"{now}\"");
        foreach (var group in bad.GroupBy(n => string.Join(", ", Of(objects.Get("pods", request.Name, n) ?? ObjectNode.Empty).Select(static v => v.Split(" (")[0]))))
        {
            var others = group.Count() - 1;
            request.Warn($"{group.First()}{(others == 0 ? "" : others == 1 ? " (and 1 other pod)" : $" (and {others} other pods)")}: {group.Key}");
        }
    }

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
