using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Security contexts of pods and containers. Source: Configure a Security Context.</summary>
public static class SecurityContextValidation
{
    private const string IdRule = "must be between 0 and 2147483647, inclusive";

    /// <summary>The pod's.</summary>
    public static void Pod(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var context = spec.Object("securityContext");
        foreach (var field in (ReadOnlySpan<string>)["runAsUser", "runAsGroup", "fsGroup"]) { Id(context.Number(field), path.Child(field), errors); }
        var groups = context.Items("supplementalGroups");
        for (var i = 0; i < groups.Count; i++) { Id((groups[i] as NumberNode)?.Integer, path.Child("supplementalGroups").Index(i), errors); }
        if (spec.IsTrue("shareProcessNamespace") && spec.IsTrue("hostPID")) { errors.Invalid(path.Child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled"); }
        if (context.Text("fsGroupChangePolicy") is { Length: > 0 } policy && policy is not ("OnRootMismatch" or "Always")) { errors.NotSupported(path.Child("fsGroupChangePolicy"), policy, "Always", "OnRootMismatch"); }
        if (context.Text("supplementalGroupsPolicy") is { Length: > 0 } merge && merge is not ("Merge" or "Strict")) { errors.NotSupported(path.Child("supplementalGroupsPolicy"), merge, "Merge", "Strict"); }
        if (context.Has("seLinuxChangePolicy") && context.Text("seLinuxChangePolicy") is not "Recursive") { errors.NotSupported(path.Child("seLinuxChangePolicy"), context.Text("seLinuxChangePolicy"), "Recursive"); }
        if (spec["hostUsers"] is BooleanNode { Value: false })
        {
            foreach (var field in (ReadOnlySpan<string>)["hostNetwork", "hostPID", "hostIPC"])
            {
                if (spec.IsTrue(field)) { errors.Forbidden(path.Child(field), "when `hostUsers` is false"); }
            }
        }
        var sysctls = context.Items("sysctls");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sysctls.Count; i++)
        {
            var (name, at) = (sysctls[i].Text("name"), path.Child("sysctls").Index(i).Child("name"));
            if (name.Length == 0) { errors.Required(at); }
            else if (name.Length > 253 || !name.Split('.', '/').All(IsSysctlPart))
            {
                errors.Invalid(at, name, "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
            }
            else if (!names.Add(name)) { errors.Duplicate(at, name); }
            if (spec.IsTrue("hostNetwork") && IsBelow(name, "net")) { errors.Invalid(at, name, "may not be specified when 'hostNetwork' is true"); }
            if (spec.IsTrue("hostIPC") && (IsBelow(name, "kernel") && _ipc.Any(p => Dotted(name).StartsWith(p, StringComparison.Ordinal)) || IsBelow(name, "fs.mqueue"))) { errors.Invalid(at, name, "may not be specified when 'hostIPC' is true"); }
        }
        Profiles(context, path, errors);
    }

    /// <summary>A container's.</summary>
    public static void Container(ObjectNode context, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["runAsUser", "runAsGroup"]) { Id(context.Number(field), path.Child(field), errors); }
        if (context.Text("procMount") is { Length: > 0 } mount && mount is not ("Default" or "Unmasked")) { errors.NotSupported(path.Child("procMount"), mount, "Default", "Unmasked"); }
        Profiles(context, path, errors);
        if (context["allowPrivilegeEscalation"] is not BooleanNode { Value: false }) { return; }
        if (context.IsTrue("privileged")) { errors.Invalid(path, InternalForm.Of("SecurityContext", context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"); }
        if (context.Object("capabilities").Texts("add").Any(static c => c is "CAP_SYS_ADMIN")) { errors.Invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"); }
    }

    private static readonly string[] _ipc = ["kernel.sem", "kernel.shm", "kernel.msg"];

    private static string Dotted(string sysctl) => sysctl.Replace('/', '.');

    private static bool IsBelow(string sysctl, string part) => Dotted(sysctl).StartsWith(part + ".", StringComparison.Ordinal);

    private static bool IsSysctlPart(string part) =>
        part.Length > 0 && IsLetterOrDigit(part[0]) && IsLetterOrDigit(part[^1]) && part.All(static c => IsLetterOrDigit(c) || c is '-' or '_');

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static void Profiles(ObjectNode context, FieldPath path, FieldErrors errors)
    {
        foreach (var kind in (ReadOnlySpan<string>)["seccompProfile", "appArmorProfile"])
        {
            if (!context.Has(kind)) { continue; }
            var (profile, at) = (context.Object(kind), path.Child(kind));
            var type = profile.Text("type");
            if (type.Length == 0) { errors.Required(at.Child("type"), kind == "seccompProfile" ? "type is required when seccompProfile is set" : "type is required when appArmorProfile is set"); }
            else if (type is not ("Localhost" or "RuntimeDefault" or "Unconfined")) { errors.NotSupported(at.Child("type"), type, "Localhost", "RuntimeDefault", "Unconfined"); }
            var local = profile.Text("localhostProfile");
            if (type == "Localhost" && local.Length == 0) { errors.Required(at.Child("localhostProfile"), "must be set when " + (kind == "seccompProfile" ? "seccomp type is Localhost" : "AppArmor type is Localhost")); }
            else if (type != "Localhost" && profile.Has("localhostProfile")) { errors.Invalid(at.Child("localhostProfile"), kind == "seccompProfile" ? InternalForm.Of("SeccompProfile", profile) : local, kind == "seccompProfile" ? "can only be set when seccomp type is Localhost" : "can only be set when AppArmor type is Localhost"); }
            else if (local.Length > 0 && kind == "seccompProfile") { Names.Check(Names.LocalPath(local), at.Child("localhostProfile"), local, errors); }
        }
    }

    /// <summary>The id of a user or a group.</summary>
    internal static void Id(long? id, FieldPath path, FieldErrors errors)
    {
        if (id is { } number and (< 0 or > int.MaxValue)) { errors.Invalid(path, number, IdRule); }
    }
}
