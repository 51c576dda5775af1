using System.Collections.Frozen;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Compat: metadata that upstream lets pass for some kinds, and what it asks of some only; pinned by the recorded answers and UpdateOrderTests. Source: the strategies of upstream's registries.</summary>
internal static class Unchecked
{
    private static readonly FrozenSet<string> _finalizers = FrozenSet.Create(StringComparer.Ordinal,
        "mutatingadmissionpolicies.admissionregistration.k8s.io", "mutatingadmissionpolicybindings.admissionregistration.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingadmissionpolicies.admissionregistration.k8s.io", "validatingadmissionpolicybindings.admissionregistration.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io",
        "apiservices.apiregistration.k8s.io", "leases.coordination.k8s.io", "runtimeclasses.node.k8s.io", "poddisruptionbudgets.policy", "events", "customresourcedefinitions.apiextensions.k8s.io");

    private static readonly FrozenSet<string> _prefixes = FrozenSet.Create(StringComparer.Ordinal, "poddisruptionbudgets.policy", "deviceclasses.resource.k8s.io", "replicationcontrollers");

    // Of these it is not let pass that an update says no version.
    private static readonly FrozenSet<string> _aimed = FrozenSet.Create(StringComparer.Ordinal,
        "mutatingadmissionpolicies.admissionregistration.k8s.io", "mutatingadmissionpolicybindings.admissionregistration.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingadmissionpolicies.admissionregistration.k8s.io", "validatingadmissionpolicybindings.admissionregistration.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io",
        "clustertrustbundles.certificates.k8s.io", "podcertificaterequests.certificates.k8s.io", "leases.coordination.k8s.io", "leasecandidates.coordination.k8s.io", "runtimeclasses.node.k8s.io", "poddisruptionbudgets.policy",
        "csidrivers.storage.k8s.io", "csinodes.storage.k8s.io", "csistoragecapacities.storage.k8s.io", "volumeattachments.storage.k8s.io", "customresourcedefinitions.apiextensions.k8s.io", "apiservices.apiregistration.k8s.io");

    /// <summary>Whether finalizers of the kind may be any names, not only known ones and those with a domain.</summary>
    public static bool IsFinalizerFree(string resource) => _finalizers.Contains(resource);

    /// <summary>Whether an update of the kind must say at which version it is aimed.</summary>
    public static bool IsAimed(string resource) => _aimed.Contains(resource);

    /// <summary>Whether what a name of the kind is generated from is not looked at.</summary>
    public static bool IsPrefixFree(string resource) => _prefixes.Contains(resource);
}
