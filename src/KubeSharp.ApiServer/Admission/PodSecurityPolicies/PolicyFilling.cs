using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>Gives a pod what a policy wants and the pod leaves open. Pure. Source: PodSecurityPolicy, v1.24 of the documentation.</summary>
public static class PolicyFilling
{
    /// <summary>Names the seccomp profile of a pod, as it was before the field.</summary>
    public const string SeccompAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    /// <summary>What the annotations with containers' AppArmor profiles begin with.</summary>
    public const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>The pod with it; the same value where nothing is open.</summary>
    public static ObjectNode Fill(SecurityPolicy policy, ObjectNode pod)
    {
        pod = FillPod(policy, pod);
        var context = pod.Object("spec").Object("securityContext");
        pod = pod.Edit("spec", s => s.EditItems("initContainers", c => FillContainer(policy, context, c)).EditItems("containers", c => FillContainer(policy, context, c)).EditItems("ephemeralContainers", c => FillContainer(policy, context, c)));
        return policy.AppArmorDefault.Length == 0 ? pod : FillAppArmor(policy, pod);
    }

    private static ObjectNode FillPod(SecurityPolicy policy, ObjectNode pod)
    {
        var context = pod.Object("spec").Object("securityContext");
        var filled = context;
        if (!context.Has("supplementalGroups") && policy.SupplementalGroups.Default is { } group) { filled = filled.Set("supplementalGroups", ArrayNode.Of(group)); }
        if (!context.Has("fsGroup") && policy.FsGroup.Default is { } owner) { filled = filled.Set("fsGroup", owner); }
        if (!context.Has("seLinuxOptions") && SeLinux(policy) is { } options) { filled = filled.Set("seLinuxOptions", options); }
        var wantsSeccomp = policy.SeccompDefault.Length > 0 && !context.Has("seccompProfile") && !pod.Object("metadata").Object("annotations").Has(SeccompAnnotation);
        if (wantsSeccomp && Profile(policy.SeccompDefault) is { } profile) { filled = filled.Set("seccompProfile", profile); }
        if (!ReferenceEquals(filled, context)) { pod = pod.Make("spec", s => s.Set("securityContext", filled)); }
        if (wantsSeccomp) { pod = Annotate(pod, SeccompAnnotation, policy.SeccompDefault); }
        var runtime = policy.Spec.Object("runtimeClass").Text("defaultRuntimeClassName");
        return runtime.Length > 0 && !pod.Object("spec").Has("runtimeClassName") ? pod.Make("spec", s => s.Set("runtimeClassName", runtime)) : pod;
    }

    private static ObjectNode FillContainer(SecurityPolicy policy, ObjectNode pod, ObjectNode container)
    {
        var context = container.Object("securityContext");
        bool IsOpen(string field) => !context.Has(field) && !pod.Has(field);
        var filled = context;
        if (IsOpen("runAsUser") && policy.RunAsUser.Default is { } user) { filled = filled.Set("runAsUser", user); }
        if (IsOpen("runAsGroup") && policy.RunAsGroup.Default is { } group) { filled = filled.Set("runAsGroup", group); }
        if (IsOpen("seLinuxOptions") && SeLinux(policy) is { } options) { filled = filled.Set("seLinuxOptions", options); }
        if (policy.RunAsUser.Rule == "MustRunAsNonRoot" && IsOpen("runAsNonRoot") && IsOpen("runAsUser")) { filled = filled.Set("runAsNonRoot", true); }
        filled = FillCapabilities(policy, filled);
        if (policy.Spec.IsTrue("readOnlyRootFilesystem") && !context.Has("readOnlyRootFilesystem")) { filled = filled.Set("readOnlyRootFilesystem", true); }
        if (!context.Has("allowPrivilegeEscalation"))
        {
            if (policy.Spec["defaultAllowPrivilegeEscalation"] is BooleanNode said) { filled = filled.Set("allowPrivilegeEscalation", said); }
            else if (!policy.AllowsPrivilegeEscalation) { filled = filled.Set("allowPrivilegeEscalation", false); }
        }
        return ReferenceEquals(filled, context) ? container : container.Set("securityContext", filled);
    }

    private static ObjectNode FillCapabilities(SecurityPolicy policy, ObjectNode context)
    {
        var (add, drop) = (context.Object("capabilities").Texts("add").ToArray(), context.Object("capabilities").Texts("drop").ToArray());
        var allAdded = policy.Spec.Texts("defaultAddCapabilities").Except(drop).Union(add).ToArray();
        var allDropped = policy.Spec.Texts("requiredDropCapabilities").Union(drop).ToArray();
        if (allAdded.Length == add.Distinct().Count() && allDropped.Length == drop.Distinct().Count()) { return context; }
        return context.Set("capabilities", ObjectNode.Of(("add", List(allAdded)), ("drop", List(allDropped))));
    }

    private static ArrayNode? List(string[] names) => names.Length == 0 ? null : new ArrayNode([.. names.Order(StringComparer.Ordinal).Select(static n => (Node)n)]);

    private static ObjectNode FillAppArmor(SecurityPolicy policy, ObjectNode pod)
    {
        foreach (var container in pod.Object("spec").Items("initContainers").Concat(pod.Object("spec").Items("containers")))
        {
            var key = AppArmorAnnotation + container.Text("name");
            if (!pod.Object("metadata").Object("annotations").Has(key) && !container.Object("securityContext").Has("appArmorProfile")) { pod = Annotate(pod, key, policy.AppArmorDefault); }
        }
        return pod;
    }

    private static ObjectNode? SeLinux(SecurityPolicy policy) =>
        policy.Spec.Object("seLinux") is var rule && rule.Text("rule") == "MustRunAs" && rule.Object("seLinuxOptions").Count > 0 ? rule.Object("seLinuxOptions") : null;

    // The field that says what the annotation says.
    private static ObjectNode? Profile(string name) => name switch
    {
        "unconfined" => ObjectNode.Of(("type", "Unconfined")),
        "runtime/default" or "docker/default" => ObjectNode.Of(("type", "RuntimeDefault")),
        _ when name.StartsWith("localhost/", StringComparison.Ordinal) => ObjectNode.Of(("type", "Localhost"), ("localhostProfile", name["localhost/".Length..])),
        _ => null,
    };

    private static ObjectNode Annotate(ObjectNode pod, string key, string value) => pod.Make("metadata", m => m.Make("annotations", a => a.Set(key, value)));
}
