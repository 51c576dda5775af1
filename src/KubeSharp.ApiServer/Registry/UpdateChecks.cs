using System.Collections.Frozen;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// What an object is checked by, in order. Compat: for an update upstream runs the checks of a new object, those of a changed one, or both, by kind;
/// what is found twice is told twice. Pinned by RecordedChangesTests and UpdateOrderTests. Source: the update strategies of upstream's registries.
/// M: the metadata of a new object; U: of a changed one; S: <see cref="KindRules.Validate"/>; C: <see cref="KindRules.ValidateChange"/>.
/// </summary>
internal static class UpdateChecks
{
    private const string Net = ".networking.k8s.io", Rbac = ".rbac.authorization.k8s.io", Storage = ".storage.k8s.io", Admission = ".admissionregistration.k8s.io", Flow = ".flowcontrol.apiserver.k8s.io", Device = ".resource.k8s.io", Certificates = ".certificates.k8s.io";
    private const string Update = "USC", Whole = "MSUC", Status = "US";

    private static readonly FrozenDictionary<string, string> _updates = (((string Resource, string Checks)[])
    [
        ("pods", Whole), ("services", "UCS"), ("endpoints", "UMS"), ("configmaps", "UCMS"), ("secrets", "UCMS"), ("serviceaccounts", "UM"), ("namespaces", Whole), ("nodes", Whole),
        ("persistentvolumes", "MSMSC"), ("persistentvolumeclaims", Whole), ("limitranges", "MS"), ("events", "SC"), ("controllerrevisions.apps", "UMSC"), ("jobs.batch", Whole),
        ("ingresses" + Net, "UMS"), ("ingressclasses" + Net, "UCMS"), ("ipaddresses" + Net, Whole), ("servicecidrs" + Net, "UC"), ("runtimeclasses.node.k8s.io", Whole),
        ("poddisruptionbudgets.policy", "S"), ("priorityclasses.scheduling.k8s.io", "UC"),
        ("roles" + Rbac, Whole), ("clusterroles" + Rbac, "MSMSU"), ("rolebindings" + Rbac, Whole), ("clusterrolebindings" + Rbac, Whole),
        ("storageclasses" + Storage, Whole), ("csinodes" + Storage, "MSC"), ("csistoragecapacities" + Storage, "MSC"), ("volumeattachments" + Storage, "MSC"), ("volumeattributesclasses" + Storage, Whole),
        ("endpointslices.discovery.k8s.io", "MSC"), ("flowschemas" + Flow, "MS"), ("prioritylevelconfigurations" + Flow, "MS"),
        ("certificatesigningrequests" + Certificates, Whole), ("clustertrustbundles" + Certificates, Whole),
        ("resourceclaims" + Device, "MUC"), ("resourceclaimtemplates" + Device, "MUC"), ("deviceclasses" + Device, Whole),
        ("validatingadmissionpolicies" + Admission, "MS"), ("validatingadmissionpolicybindings" + Admission, "MS"), ("mutatingadmissionpolicies" + Admission, "MS"), ("mutatingadmissionpolicybindings" + Admission, "MS"),
        ("validatingwebhookconfigurations" + Admission, "MS"), ("mutatingwebhookconfigurations" + Admission, "MS"), ("apiservices.apiregistration.k8s.io", "UMS"),
    ]).ToFrozenDictionary(static c => c.Resource, static c => c.Checks, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _statuses = (((string Resource, string Checks)[])
    [
        ("statefulsets.apps", "SU"), ("certificatesigningrequests" + Certificates, "MSU"), ("poddisruptionbudgets.policy", "S"), ("validatingadmissionpolicies" + Admission, "S"),
    ]).ToFrozenDictionary(static c => c.Resource, static c => c.Checks, StringComparer.Ordinal);

    /// <summary>What a new object of the resource is checked by. Compat: the metadata of a few is checked only when nothing else is wrong.</summary>
    public static string OfNew(string resource) => resource is "poddisruptionbudgets.policy" or "events" ? "S" : "MS";

    /// <summary>What a changed object of the resource is checked by, beside what is checked of all: <see cref="Metadata.ValidateCommon"/>.</summary>
    public static string Of(string resource, string subresource) => subresource switch
    {
        // Where a pod goes is not for its rules to say.
        "binding" => "",
        "status" => _statuses.GetValueOrDefault(resource, Status),
        _ => _updates.GetValueOrDefault(resource, Update),
    };
}
