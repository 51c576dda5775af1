using System.Collections.Frozen;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Compat: metadata that upstream lets pass for some kinds; pinned by the recorded answers.</summary>
internal static class Unchecked
{
    private static readonly FrozenSet<string> _finalizers = FrozenSet.Create(StringComparer.Ordinal,
        "mutatingadmissionpolicies.admissionregistration.k8s.io", "mutatingadmissionpolicybindings.admissionregistration.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingadmissionpolicies.admissionregistration.k8s.io", "validatingadmissionpolicybindings.admissionregistration.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io",
        "apiservices.apiregistration.k8s.io", "leases.coordination.k8s.io", "runtimeclasses.node.k8s.io", "poddisruptionbudgets.policy", "events", "customresourcedefinitions.apiextensions.k8s.io");

    private static readonly FrozenSet<string> _prefixes = FrozenSet.Create(StringComparer.Ordinal, "poddisruptionbudgets.policy", "deviceclasses.resource.k8s.io", "replicationcontrollers");

    /// <summary>Whether finalizers of the kind may be any names, not only known ones and those with a domain.</summary>
    public static bool IsFinalizerFree(string resource) => _finalizers.Contains(resource);

    /// <summary>Whether what a name of the kind is generated from is not looked at.</summary>
    public static bool IsPrefixFree(string resource) => _prefixes.Contains(resource);
}
