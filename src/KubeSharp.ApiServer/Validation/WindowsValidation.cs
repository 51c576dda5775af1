using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Fields that a pod of one operating system may not set, where it says which one it is of. Source: API reference of PodSpec, os.</summary>
public static class WindowsValidation
{
    private const string NotOnWindows = "cannot be set for a windows pod", NotOnLinux = "windows options cannot be set for a linux pod";
    private static readonly string[] _pod = ["hostPID", "hostIPC", "shareProcessNamespace"];
    private static readonly string[] _context = ["appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy"];
    private static readonly string[] _container = ["appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup"];
    private static readonly string[] _lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>Finds what is wrong.</summary>
    public static void Check(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        switch (spec.Object("os").Text("name"))
        {
            case "linux":
                Linux(spec.Object("securityContext"), path.Child("securityContext"), errors);
                Each(spec, path, errors, Linux);
                break;
            case "windows":
                foreach (var field in _pod)
                {
                    if (spec.IsTrue(field)) { errors.Forbidden(path.Child(field), NotOnWindows); }
                }
                Forbid(spec.Object("securityContext"), _context, path.Child("securityContext"), errors);
                Each(spec, path, errors, static (context, at, found) => Forbid(context, _container, at, found));
                break;
        }
    }

    private static void Linux(ObjectNode context, FieldPath path, FieldErrors errors)
    {
        if (context.Has("windowsOptions")) { errors.Forbidden(path.Child("windowsOptions"), NotOnLinux); }
    }

    private static void Forbid(ObjectNode context, string[] fields, FieldPath path, FieldErrors errors)
    {
        foreach (var field in fields)
        {
            if (context.Has(field)) { errors.Forbidden(path.Child(field), NotOnWindows); }
        }
    }

    private static void Each(ObjectNode spec, FieldPath path, FieldErrors errors, Action<ObjectNode, FieldPath, FieldErrors> check)
    {
        foreach (var list in _lists)
        {
            var containers = spec.Items(list);
            for (var i = 0; i < containers.Count; i++) { check(containers[i].Object("securityContext"), path.Child(list).Index(i).Child("securityContext"), errors); }
        }
    }
}
