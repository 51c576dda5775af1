using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>What of a pod as a whole a policy forbids, in upstream's words. Pure. Source: PodSecurityPolicy, v1.24 of the documentation.</summary>
public static class PodCheck
{
    private static readonly string[] _safeSysctls = ["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start"];
    private static readonly (string Field, string Message)[] _hostFields =
        [("hostNetwork", "Host network is not allowed to be used"), ("hostPID", "Host PID is not allowed to be used"), ("hostIPC", "Host IPC is not allowed to be used")];

    /// <summary>All that is forbidden, that of containers too.</summary>
    public static FieldErrors Check(SecurityPolicy policy, ObjectNode pod)
    {
        var (errors, spec) = (new FieldErrors(), pod.Object("spec"));
        var (context, path) = (spec.Object("securityContext"), FieldPath.Of("spec").Child("securityContext"));
        var owners = context.Number("fsGroup") is { } owner ? new[] { owner } : [];
        CheckGroups(policy.FsGroup, owners, path.Child("fsGroup"), errors);
        CheckGroups(policy.SupplementalGroups, [.. context.Items("supplementalGroups").OfType<NumberNode>().Select(static g => g.Integer)], path.Child("supplementalGroups"), errors);
        ProfileCheck.CheckSeccomp(policy, ProfileCheck.SeccompOf(pod), FieldPath.Of("pod").Child("metadata").Child("annotations").Key(PolicyFilling.SeccompAnnotation), errors);
        ProfileCheck.CheckSeLinux(policy, context.Object("seLinuxOptions"), path.Child("seLinuxOptions"), errors);
        foreach (var (field, message) in _hostFields)
        {
            if (spec.IsTrue(field) && !policy.Spec.IsTrue(field)) { errors.Invalid(path.Child(field), true, message); }
        }
        CheckSysctls(policy, context, path.Child("sysctls"), errors);
        CheckVolumes(policy, spec, errors);
        CheckRuntime(policy, spec, errors);
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
        {
            var items = spec.Items(list);
            for (var i = 0; i < items.Count; i++) { ContainerCheck.Check(policy, pod, items[i], FieldPath.Of("spec").Child(list).Index(i), errors); }
        }
        return errors;
    }

    private static void CheckGroups(IdentifierRule rule, long[] groups, FieldPath path, FieldErrors errors)
    {
        if (rule.Rule == "MustRunAs" && groups.Length == 0) { errors.Invalid(path, ArrayNode.Empty, "unable to validate empty groups against required ranges"); }
        foreach (var group in groups.Where(g => !rule.Allows(g))) { errors.Invalid(path, ArrayNode.Of(group), $"group {group} must be in the ranges: {rule.Print()}"); }
    }

    private static void CheckSysctls(SecurityPolicy policy, ObjectNode context, FieldPath path, FieldErrors errors)
    {
        var (forbidden, unsafeOnes) = (policy.Spec.Texts("forbiddenSysctls").ToArray(), policy.Spec.Texts("allowedUnsafeSysctls").ToArray());
        var items = context.Items("sysctls");
        for (var i = 0; i < items.Count; i++)
        {
            var name = items[i].Text("name");
            if (forbidden.Any(p => Matches(p, name))) { errors.Forbidden(path.Index(i), $"sysctl \"{name}\" is not allowed"); }
            else if (!_safeSysctls.Contains(name) && !unsafeOnes.Any(p => Matches(p, name))) { errors.Forbidden(path.Index(i), $"unsafe sysctl \"{name}\" is not allowed"); }
        }
    }

    private static bool Matches(string pattern, string name) => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    private static void CheckVolumes(SecurityPolicy policy, ObjectNode spec, FieldErrors errors)
    {
        var allowed = policy.Spec.Texts("volumes").ToArray();
        var volumes = spec.Items("volumes");
        for (var i = 0; i < volumes.Count; i++)
        {
            var (volume, path) = ((ObjectNode)volumes[i], FieldPath.Of("spec").Child("volumes").Index(i));
            var kind = KindOf(volume);
            if (!allowed.Contains("*") && !allowed.Contains(kind) && !(kind == "projected" && allowed.Contains("secret") && HasTokenOnly(volume))) { errors.Invalid(path, kind, $"{kind} volumes are not allowed to be used"); }
            if (kind == "hostPath") { CheckHostPath(policy, spec, volume, path, errors); }
            if (kind == "flexVolume") { CheckDriver(policy.Spec.Items("allowedFlexVolumes"), "driver", volume.Object("flexVolume").Text("driver"), path.Child("driver"), "Flexvolume driver is not allowed to be used", errors); }
            if (kind == "csi") { CheckDriver(policy.Spec.Items("allowedCSIDrivers"), "name", volume.Object("csi").Text("driver"), path.Child("csi").Child("driver"), "Inline CSI driver is not allowed to be used", errors); }
        }
    }

    // Policies say cephFS where pods say cephfs.
    private static string KindOf(ObjectNode volume) => volume.Select(static f => f.Key).FirstOrDefault(static k => k != "name", "emptyDir") is var kind && kind == "cephfs" ? "cephFS" : kind;

    // What every pod gets of its account is no more than the secret it once was.
    private static bool HasTokenOnly(ObjectNode volume)
    {
        var sources = volume.Object("projected").Items("sources").OfType<ObjectNode>().ToArray();
        return sources.Length > 0 && sources.All(static s => s.Has("serviceAccountToken")
            || (s.Has("configMap") && s.Object("configMap").Text("name") == "kube-root-ca.crt")
            || (s.Has("downwardAPI") && s.Object("downwardAPI").Items("items").All(static d => d.Object("fieldRef").Text("fieldPath") == "metadata.namespace")));
    }

    private static void CheckHostPath(SecurityPolicy policy, ObjectNode spec, ObjectNode volume, FieldPath path, FieldErrors errors)
    {
        var prefixes = policy.Spec.Items("allowedHostPaths");
        if (prefixes.Count == 0) { return; }
        var host = volume.Object("hostPath").Text("path");
        var fitting = prefixes.Where(p => IsWithin(host, p.Text("pathPrefix"))).ToArray();
        if (fitting.Length == 0) { errors.Invalid(path.Child("hostPath").Child("pathPrefix"), host, "is not allowed to be used"); }
        else if (fitting.All(static p => p.IsTrue("readOnly"))) { CheckReadOnly(spec, volume.Text("name"), errors); }
    }

    // Element by element, and no way up: /var/logs is not within /var/log.
    private static bool IsWithin(string path, string prefix)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wanted = prefix.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return !parts.Contains("..") && parts.Length >= wanted.Length && parts.Take(wanted.Length).SequenceEqual(wanted);
    }

    private static void CheckReadOnly(ObjectNode spec, string volume, FieldErrors errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
        {
            var containers = spec.Items(list);
            for (var i = 0; i < containers.Count; i++)
            {
                var mounts = containers[i].Items("volumeMounts");
                for (var m = 0; m < mounts.Count; m++)
                {
                    if (mounts[m].Text("name") == volume && !mounts[m].IsTrue("readOnly")) { errors.Invalid(FieldPath.Of("spec").Child(list).Index(i).Child("volumeMounts").Index(m).Child("readOnly"), false, "must be read-only"); }
                }
            }
        }
    }

    private static void CheckDriver(ArrayNode allowed, string field, string driver, FieldPath path, string message, FieldErrors errors)
    {
        if (allowed.Count > 0 && !allowed.Any(a => a.Text(field) == driver)) { errors.Invalid(path, driver, message); }
    }

    private static void CheckRuntime(SecurityPolicy policy, ObjectNode spec, FieldErrors errors)
    {
        var name = spec.Text("runtimeClassName");
        if (name.Length == 0 || !policy.Spec.Has("runtimeClass")) { return; }
        var allowed = policy.Spec.Object("runtimeClass").Texts("allowedRuntimeClassNames").ToArray();
        if (!allowed.Contains("*") && !allowed.Contains(name)) { errors.Invalid(FieldPath.Of("spec").Child("runtimeClassName"), name, $"runtimeClassName not in allowed list [{string.Join(' ', allowed)}]"); }
    }
}
