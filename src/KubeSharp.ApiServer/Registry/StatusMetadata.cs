using System.Collections.Frozen;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// What of metadata an update of status leaves as it was: nothing by default, by kind some or all that users set. Compat: kinds differ for historical
/// reasons only, and of most who writes the status may also write labels; pinned by StatusUpdateTests. Source: the status strategies of upstream's registries.
/// </summary>
internal static class StatusMetadata
{
    private static readonly string[] _all = ["labels", "annotations", "finalizers", "ownerReferences"];

    private static readonly FrozenDictionary<string, string[]> _kept = (((string Resource, string[] Fields)[])
    [
        ("pods", ["ownerReferences"]), ("deployments.apps", ["labels"]), ("resourceclaims.resource.k8s.io", _all), ("podcertificaterequests.certificates.k8s.io", _all),
        ("volumeattachments.storage.k8s.io", _all), ("servicecidrs.networking.k8s.io", _all), ("flowschemas.flowcontrol.apiserver.k8s.io", _all), ("prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", _all),
        ("validatingadmissionpolicies.admissionregistration.k8s.io", _all), ("apiservices.apiregistration.k8s.io", _all),
    ]).ToFrozenDictionary(static k => k.Resource, static k => k.Fields, StringComparer.Ordinal);

    /// <summary>The metadata that a change of status may have.</summary>
    public static ObjectNode Of(string resource, ObjectNode metadata, ObjectNode old) =>
        _kept.TryGetValue(resource, out var fields) ? fields.Aggregate(metadata, (result, field) => result.Take(field, old)) : metadata;
}
