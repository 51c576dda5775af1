using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>Which profiles of the kernel's guards (seccomp, AppArmor, SELinux) a policy allows. Pure. Source: PodSecurityPolicy, v1.24 of the documentation.</summary>
internal static class ProfileCheck
{
    private const string SeccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";
    private static readonly string[] _seLinuxFields = ["level", "role", "type", "user"];

    /// <summary>The pod's seccomp profile under the name that policies use; empty: none.</summary>
    public static string SeccompOf(ObjectNode pod) =>
        Name(pod.Object("spec").Object("securityContext").Object("seccompProfile")) is { Length: > 0 } name ? name : pod.Object("metadata").Object("annotations").Text(PolicyFilling.SeccompAnnotation);

    /// <summary>The container's own, or the pod's.</summary>
    public static string SeccompOf(ObjectNode pod, Node container) =>
        Name(container.Object("securityContext").Object("seccompProfile")) is { Length: > 0 } name ? name
            : pod.Object("metadata").Object("annotations").Text(SeccompOfContainer + container.Text("name")) is { Length: > 0 } own ? own : SeccompOf(pod);

    /// <summary>Notes a seccomp profile that is not allowed.</summary>
    public static void CheckSeccomp(SecurityPolicy policy, string profile, FieldPath path, FieldErrors errors)
    {
        var allowed = policy.SeccompProfiles;
        // Compat: docker/default is what runtime/default was called first; who allows one allows the other.
        if (allowed.Contains("*") || allowed.Contains(profile) || (profile == "runtime/default" && allowed.Contains("docker/default")) || (profile == "docker/default" && allowed.Contains("runtime/default"))) { return; }
        if (allowed.IsEmpty)
        {
            if (profile.Length > 0) { errors.Forbidden(path, "seccomp may not be set"); }
            return;
        }
        errors.Forbidden(path, $"{(profile.Length > 0 ? profile : "no profile")} is not an allowed seccomp profile. Valid values are {string.Join(',', allowed)}");
    }

    /// <summary>Notes an AppArmor profile that is not allowed.</summary>
    public static void CheckAppArmor(SecurityPolicy policy, ObjectNode pod, Node container, FieldErrors errors)
    {
        var allowed = policy.AppArmorProfiles;
        if (allowed.IsEmpty || allowed.Contains("*")) { return; }
        var name = container.Text("name");
        var profile = Name(container.Object("securityContext").Object("appArmorProfile")) is { Length: > 0 } own ? own
            : pod.Object("metadata").Object("annotations").Text(PolicyFilling.AppArmorAnnotation + name) is { Length: > 0 } annotated ? annotated
            : Name(pod.Object("spec").Object("securityContext").Object("appArmorProfile"));
        var path = FieldPath.Of("pod").Child("metadata").Child("annotations").Key(PolicyFilling.AppArmorAnnotation + name);
        if (profile.Length == 0) { errors.Forbidden(path, $"AppArmor profile must be set: one of {string.Join(", ", allowed)}"); }
        else if (!allowed.Contains(profile)) { errors.Forbidden(path, $"{profile} is not an allowed profile. Allowed values: \"{string.Join(',', allowed)}\""); }
    }

    /// <summary>Notes what of SELinux' options is not as the policy has it.</summary>
    public static void CheckSeLinux(SecurityPolicy policy, ObjectNode options, FieldPath path, FieldErrors errors)
    {
        var rule = policy.Spec.Object("seLinux");
        if (rule.Text("rule") != "MustRunAs") { return; }
        var wanted = rule.Object("seLinuxOptions");
        if (options.Count == 0 && wanted.Count > 0)
        {
            errors.Required(path);
            return;
        }
        foreach (var field in _seLinuxFields.Where(f => f == "level" ? !IsSameLevel(options.Text(f), wanted.Text(f)) : options.Text(f) != wanted.Text(f)))
        {
            errors.Invalid(path.Child(field), options.Text(field), $"must be {wanted.Text(field)}");
        }
    }

    // The categories of a level (s0:c1,c5) are a set.
    private static bool IsSameLevel(string level, string other)
    {
        static (string, string) Split(string text)
        {
            var parts = text.Split(':', 2);
            return (parts[0], parts.Length < 2 ? "" : string.Join(',', parts[1].Split(',').Order(StringComparer.Ordinal)));
        }
        return Split(level) == Split(other);
    }

    private static string Name(ObjectNode profile) => profile.Text("type") switch
    {
        "RuntimeDefault" => "runtime/default",
        "Unconfined" => "unconfined",
        "Localhost" => "localhost/" + profile.Text("localhostProfile"),
        _ => "",
    };
}
