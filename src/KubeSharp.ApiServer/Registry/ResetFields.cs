using System.Collections.Frozen;
using KubeSharp.Machinery.Patching.Apply;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// What a write may not own, as it is set back before it is stored: by default the status by a write of the object, the spec by one of its status.
/// Source: the fields that the strategies of upstream's registries reset; pinned by StatusUpdateTests.
/// </summary>
internal static class ResetFields
{
    private const string Requests = "certificatesigningrequests.certificates.k8s.io";
    private static readonly FieldFilter _status = FieldFilters.Without("status"), _spec = FieldFilters.Without("spec"), _specAndMetadata = FieldFilters.Without("spec", "metadata");

    private static readonly FrozenDictionary<(string Resource, string Subresource), FieldFilter> _byKind = new Dictionary<(string, string), FieldFilter>
    {
        [("pods", "status")] = FieldFilters.Without("spec", "metadata/deletionTimestamp", "metadata/ownerReferences"),
        [("pods", "ephemeralcontainers")] = FieldFilters.Only("spec/ephemeralContainers"),
        [("pods", "resize")] = FieldFilters.Only("spec/containers/*/resources", "spec/containers/*/resizePolicy", "spec/initContainers/*/resources", "spec/initContainers/*/resizePolicy"),
        [("deployments.apps", "status")] = FieldFilters.Without("spec", "metadata/labels"),
        [("namespaces", "finalize")] = _status,
        [(Requests, "")] = FieldFilters.Without("spec", "status"),
        [(Requests, "status")] = FieldFilters.Without("spec", "status/conditions"),
        [(Requests, "approval")] = FieldFilters.Without("spec", "status/certificate"),
        [("servicecidrs.networking.k8s.io", "status")] = _specAndMetadata,
        [("resourceclaims.resource.k8s.io", "status")] = _specAndMetadata,
        [("volumeattachments.storage.k8s.io", "status")] = _specAndMetadata,
        [("flowschemas.flowcontrol.apiserver.k8s.io", "status")] = _specAndMetadata,
        [("prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", "status")] = _specAndMetadata,
        [("validatingadmissionpolicies.admissionregistration.k8s.io", "status")] = _specAndMetadata,
        [("apiservices.apiregistration.k8s.io", "status")] = _specAndMetadata,
    }.ToFrozenDictionary();

    /// <summary>What a write through the subresource may own.</summary>
    public static FieldFilter Of(string resource, bool hasStatus, string subresource) => _byKind.TryGetValue((resource, subresource), out var filter) ? filter : subresource switch
    {
        "" when hasStatus => _status,
        "status" => _spec,
        _ => FieldFilters.All,
    };
}
