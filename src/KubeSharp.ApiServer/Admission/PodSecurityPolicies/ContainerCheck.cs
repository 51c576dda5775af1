using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>What of a container, with what it has from its pod, a policy forbids, in upstream's words. Pure. Source: PodSecurityPolicy, v1.24 of the documentation.</summary>
internal static class ContainerCheck
{
    /// <summary>Notes all that is forbidden.</summary>
    public static void Check(SecurityPolicy policy, ObjectNode pod, Node container, FieldPath containerPath, FieldErrors errors)
    {
        var (own, shared, path) = (container.Object("securityContext"), pod.Object("spec").Object("securityContext"), containerPath.Child("securityContext"));
        CheckUser(policy, own, shared, path, errors);
        CheckGroup(policy, own.Number("runAsGroup") ?? shared.Number("runAsGroup"), path.Child("runAsGroup"), errors);
        ProfileCheck.CheckSeLinux(policy, own.Object("seLinuxOptions") is { Count: > 0 } options ? options : shared.Object("seLinuxOptions"), path.Child("seLinuxOptions"), errors);
        ProfileCheck.CheckAppArmor(policy, pod, container, errors);
        ProfileCheck.CheckSeccomp(policy, ProfileCheck.SeccompOf(pod, container), FieldPath.Of("pod").Child("metadata").Child("annotations").Key("container.seccomp.security.alpha.kubernetes.io/" + container.Text("name")), errors);
        if (own.IsTrue("privileged") && !policy.Spec.IsTrue("privileged")) { errors.Invalid(path.Child("privileged"), true, "Privileged containers are not allowed"); }
        if (own.Text("procMount") is { Length: > 0 } and not "Default" && !policy.Spec.Texts("allowedProcMountTypes").Contains(own.Text("procMount"))) { errors.Invalid(path.Child("procMount"), own["procMount"], "ProcMountType is not allowed"); }
        CheckCapabilities(policy, own.Object("capabilities"), path.Child("capabilities"), errors);
        CheckPorts(policy, container, containerPath, errors);
        if (policy.Spec.IsTrue("readOnlyRootFilesystem") && !own.IsTrue("readOnlyRootFilesystem"))
        {
            errors.Invalid(path.Child("readOnlyRootFilesystem"), own["readOnlyRootFilesystem"], own.Has("readOnlyRootFilesystem") ? "ReadOnlyRootFilesystem must be set to true" : "ReadOnlyRootFilesystem may not be nil and must be set to true");
        }
        if (!policy.AllowsPrivilegeEscalation && own["allowPrivilegeEscalation"] is not BooleanNode { Value: false })
        {
            errors.Invalid(path.Child("allowPrivilegeEscalation"), own["allowPrivilegeEscalation"], "Allowing privilege escalation for containers is not allowed");
        }
    }

    private static void CheckUser(SecurityPolicy policy, ObjectNode own, ObjectNode shared, FieldPath path, FieldErrors errors)
    {
        var user = own.Number("runAsUser") ?? shared.Number("runAsUser");
        switch (policy.RunAsUser.Rule)
        {
            case "MustRunAs" when user is null: errors.Required(path.Child("runAsUser")); break;
            case "MustRunAs" when !policy.RunAsUser.Allows(user.Value): errors.Invalid(path.Child("runAsUser"), user.Value, $"must be in the ranges: {policy.RunAsUser.Print()}"); break;
            case "MustRunAsNonRoot":
                var nonRoot = own["runAsNonRoot"] as BooleanNode ?? shared["runAsNonRoot"] as BooleanNode;
                if (nonRoot is null && user is null) { errors.Required(path.Child("runAsNonRoot"), "must be true"); }
                if (nonRoot is { Value: false }) { errors.Invalid(path.Child("runAsNonRoot"), false, "must be true"); }
                if (user == 0) { errors.Invalid(path.Child("runAsUser"), 0, "running with the root UID is forbidden"); }
                break;
        }
    }

    private static void CheckGroup(SecurityPolicy policy, long? group, FieldPath path, FieldErrors errors)
    {
        if (group is null)
        {
            if (policy.RunAsGroup.Rule == "MustRunAs") { errors.Required(path); }
        }
        else if (!policy.RunAsGroup.Allows(group.Value)) { errors.Invalid(path, group.Value, $"must be in the ranges: {policy.RunAsGroup.Print()}"); }
    }

    private static void CheckCapabilities(SecurityPolicy policy, ObjectNode capabilities, FieldPath path, FieldErrors errors)
    {
        var allowed = policy.Spec.Texts("allowedCapabilities").Concat(policy.Spec.Texts("defaultAddCapabilities")).ToArray();
        foreach (var added in capabilities.Texts("add").Where(a => !allowed.Contains("*") && !allowed.Contains(a))) { errors.Invalid(path.Child("add"), added, "capability may not be added"); }
        var dropped = capabilities.Texts("drop").ToArray();
        foreach (var wanted in policy.Spec.Texts("requiredDropCapabilities").Where(w => !dropped.Contains(w))) { errors.Invalid(path.Child("drop"), capabilities["drop"], $"{wanted} is required to be dropped but was not found"); }
    }

    private static void CheckPorts(SecurityPolicy policy, Node container, FieldPath path, FieldErrors errors)
    {
        var ranges = policy.Spec.Items("hostPorts").Select(static r => (Min: r.Number("min") ?? 0, Max: r.Number("max") ?? 0)).ToArray();
        foreach (var port in container.Items("ports").Select(static p => p.Number("hostPort")).OfType<long>().Where(p => p > 0 && !ranges.Any(r => p >= r.Min && p <= r.Max)))
        {
            errors.Invalid(path.Child("hostPort"), port, $"Host port {port} is not allowed to be used. Allowed ports: [{string.Join(',', ranges.Select(static r => r.Min == r.Max ? $"{r.Min}" : $"{r.Min}-{r.Max}"))}]");
        }
    }
}
