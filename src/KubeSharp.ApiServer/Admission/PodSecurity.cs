using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Holds pods to the Pod Security Standard that their namespace's labels name: refuses, warns. Source: Pod Security Admission.</summary>
public sealed class PodSecurity(IObjects objects, PodSecuritySettings settings, StageMetrics stages) : IAdmissionPlugin
{
    private const string Label = PodSecurityLevel.Label;
    private const int PodsMax = 3000;

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
        var exemption = settings.Namespaces.Contains(request.Namespace) ? "namespace" : settings.Users.Contains(request.User.Name) ? "user" : null;
        if (exemption is null && isPod && request.OldObject is { } old && !RunsAnotherImage(pod, old)) { return default; }
        if ((exemption ?? (settings.RuntimeClasses.Contains(pod.Object("spec").Text("runtimeClassName")) ? "runtimeClass" : null)) is { } exempt)
        {
            request.Annotate(Label + "exempt", exempt);
            stages.PodSecurityExemptions.Add(1, Operation(request), Kind(request), request.Subresource);
            return default;
        }
        Check(request, pod, isPod);
        return default;
    }

    private void Check(AdmissionRequest request, ObjectNode pod, bool isPod)
    {
        var labels = objects.Get("namespaces", "", request.Namespace).Object("metadata").Object("labels");
        if (PodSecurityLevel.Check(labels) is { IsEmpty: false } mistakes)
        {
            string[] each = [.. mistakes.Causes.Select(static c => $"{c.Field}: {c.Message}")];
            request.Annotate(Label + "error", $"Failed to parse policy: {(each.Length == 1 ? each[0] : $"[{string.Join(", ", each)}]")}");
        }
        string? Broken(string mode)
        {
            var level = PodSecurityLevel.Of(labels, mode, settings);
            if (mode == "enforce") { request.Annotate(Label + "enforce-policy", level.ToString()); }
            var broken = PodSecurity.Broken(level, pod);
            // That a pod keeps what it is not held to is not counted.
            if (broken is not null || mode == "enforce") { stages.PodSecurity.Add(1, broken is null ? "allow" : "deny", mode, level.Level, level.CountedVersion, Operation(request), Kind(request), request.Subresource); }
            return broken;
        }
        var refused = isPod ? Broken("enforce") : null;
        if (Broken("audit") is { } audited) { request.Annotate(Label + "audit-violations", $"would violate PodSecurity {audited}"); }
        if (refused is not null) { throw request.Refuse($"violates PodSecurity {refused}"); }
        if (Broken("warn") is { } warned) { request.Warn($"would violate PodSecurity {warned}"); }
    }

    private static string Operation(AdmissionRequest request) => request.Operation == AdmissionOperation.Create ? "create" : "update";

    private static string Kind(AdmissionRequest request) => request.Resource.QualifiedName == "pods" ? "pod" : "controller";

    // The level and what of it the pod violates; null where that is nothing.
    private static string? Broken(PodSecurityLevel level, ObjectNode pod) =>
        PodSecurityStandards.Violations(level.Level, pod.Object("spec"), pod.Object("metadata"), level.Minor) is { Count: > 0 } found ? $"\"{level}\": {string.Join(", ", found)}" : null;

    // Labels that are none are refused, unless they were there; pods already there that would not pass are warned of.
    private void CheckNamespace(AdmissionRequest request)
    {
        var (name, labels, before) = (AdmissionRequests.NameOf(request), request.Object.Object("metadata").Object("labels"), request.OldObject.Object("metadata").Object("labels"));
        var errors = PodSecurityLevel.Check(labels);
        if (request.OldObject is null || !errors.Causes.SequenceEqual(PodSecurityLevel.Check(before).Causes)) { errors.ThrowIfAny("", "Namespace", name); }
        var (now, old) = (PodSecurityLevel.Of(labels, "enforce", settings), PodSecurityLevel.Of(before, "enforce", settings));
        var isEased = request.OldObject is not null && (now == old || now.Strictness == 0 || (now.Version == old.Version && now.Strictness <= old.Strictness));
        if (isEased) { return; }
        if (settings.Namespaces.Contains(name)) { WarnOfExempt(request, name, labels); }
        else if (request.OldObject is not null) { WarnOfPods(request, name, now); }
    }

    private void WarnOfExempt(AdmissionRequest request, string name, ObjectNode labels)
    {
        var modes = ((string[])["enforce", "audit", "warn"]).Select(m => (Mode: m, Level: PodSecurityLevel.Of(labels, m, settings), Default: PodSecurityLevel.Of(ObjectNode.Empty, m, settings), IsSaid: labels.Has(Label + m) || labels.Has(Label + m + "-version"))).ToArray();
        if (modes.All(static m => m.Level.Strictness == 0) || modes.All(static m => m.Level == m.Default)) { return; }
        request.Warn($"namespace \"{name}\" is exempt from Pod Security, and the policy ({string.Join(", ", modes.Where(static m => m.Level.Strictness > 0 && m.IsSaid).Select(static m => $"{m.Mode}={m.Level}"))}) will be ignored");
    }

    // Of each controller one pod comes first, for there is a limit to how many are looked at.
    private void WarnOfPods(AdmissionRequest request, string name, PodSecurityLevel level)
    {
        var controllers = new HashSet<string>(StringComparer.Ordinal);
        var pods = objects.List("pods", name).Where(p => !settings.RuntimeClasses.Contains(p.Object("spec").Text("runtimeClassName"))).ToLookup(p => p.Object("metadata").Items("ownerReferences").FirstOrDefault(static o => o.IsTrue("controller")) is { } owner && !controllers.Add(owner.Text("uid")));
        ObjectNode[] all = [.. pods[false], .. pods[true]];
        if (all.Length > PodsMax) { request.Warn($"new PodSecurity enforce level only checked against the first {PodsMax} of {all.Length} existing pods"); }
        var bad = all.Take(PodsMax).Select(p => (Name: p.Object("metadata").Text("name"), Reason: string.Join(", ", PodSecurityStandards.Violations(level.Level, p.Object("spec"), p.Object("metadata"), level.Minor).Select(static v => v.Split(" (")[0])))).Where(static p => p.Reason.Length > 0)
            .GroupBy(static p => p.Reason, static p => p.Name).ToArray();
        if (bad.Length > 0) { request.Warn($"existing pods in namespace \"{name}\" violate the new PodSecurity enforce level \"{level}\""); }
        foreach (var warning in bad.Select(static g => $"{g.Min(StringComparer.Ordinal)}{(g.Count() switch { 1 => "", 2 => " (and 1 other pod)", var n => $" (and {n - 1} other pods)" })}: {g.Key}").Order(StringComparer.Ordinal)) { request.Warn(warning); }
    }

    // What else of a pod may change does not matter: those that are there live on.
    private static bool RunsAnotherImage(ObjectNode pod, ObjectNode old)
    {
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (now, before) = (pod.Object("spec").Items(list), old.Object("spec").Items(list));
            if (!now.Select(static c => c.Text("image")).SequenceEqual(before.Select(static c => c.Text("image")))) { return true; }
        }
        var known = old.Object("spec").Items("ephemeralContainers").Select(static c => (c.Text("name"), c.Text("image"))).ToHashSet();
        return pod.Object("spec").Items("ephemeralContainers").Any(c => !known.Contains((c.Text("name"), c.Text("image"))));
    }

    private static ObjectNode? TemplateOf(string resource, ObjectNode? value) => resource switch
    {
        "deployments.apps" or "replicasets.apps" or "daemonsets.apps" or "statefulsets.apps" or "replicationcontrollers" or "jobs.batch" => value.Object("spec")["template"] as ObjectNode,
        "cronjobs.batch" => value.Object("spec").Object("jobTemplate").Object("spec")["template"] as ObjectNode,
        "podtemplates" => value.Object("template"),
        _ => null,
    };
}
