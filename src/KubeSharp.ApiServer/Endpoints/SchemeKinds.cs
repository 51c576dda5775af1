using System.Collections.Frozen;
using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>
/// The kinds that upstream's server has in its table, served or not: who sends one of them where another is expected is told otherwise than who sends what nobody knows.
/// Source: k8s.io/api, register.go of each group and version; apimachinery, serializer/json.
/// </summary>
internal static class SchemeKinds
{
    private const string Internal = "__internal";

    // Compat: of each version that is served no more, but still read; pinned by SentKindTests.
    private static readonly FrozenDictionary<string, string[]> _retired = Table("""
        apps/v1beta1 ControllerRevision Deployment DeploymentRollback Scale StatefulSet
        apps/v1beta2 ControllerRevision DaemonSet Deployment ReplicaSet Scale StatefulSet
        authentication.k8s.io/v1alpha1 SelfSubjectReview
        authentication.k8s.io/v1beta1 SelfSubjectReview TokenReview
        authorization.k8s.io/v1beta1 LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
        admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
        admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
        batch/v1beta1 CronJob
        certificates.k8s.io/v1alpha1 ClusterTrustBundle
        certificates.k8s.io/v1beta1 CertificateSigningRequest ClusterTrustBundle PodCertificateRequest
        coordination.k8s.io/v1beta1 Lease LeaseCandidate
        discovery.k8s.io/v1beta1 EndpointSlice
        events.k8s.io/v1beta1 Event
        extensions/v1beta1 DaemonSet Deployment DeploymentRollback Ingress NetworkPolicy ReplicaSet Scale
        flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema PriorityLevelConfiguration
        flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema PriorityLevelConfiguration
        flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema PriorityLevelConfiguration
        imagepolicy.k8s.io/v1alpha1 ImageReview
        networking.k8s.io/v1beta1 IPAddress Ingress IngressClass ServiceCIDR
        node.k8s.io/v1alpha1 RuntimeClass
        node.k8s.io/v1beta1 RuntimeClass
        policy/v1beta1 Eviction PodDisruptionBudget
        rbac.authorization.k8s.io/v1alpha1 ClusterRole ClusterRoleBinding Role RoleBinding
        rbac.authorization.k8s.io/v1beta1 ClusterRole ClusterRoleBinding Role RoleBinding
        resource.k8s.io/v1alpha3 DeviceTaintRule ResourcePoolStatusRequest
        resource.k8s.io/v1beta1 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
        resource.k8s.io/v1beta2 DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice
        scheduling.k8s.io/v1beta1 PriorityClass
        storage.k8s.io/v1alpha1 CSIStorageCapacity VolumeAttachment VolumeAttributesClass
        storage.k8s.io/v1beta1 CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass
        """);

    // What every group and version has, and what is the same in all of them.
    private static readonly FrozenSet<string> _common = FrozenSet.Create(StringComparer.Ordinal, "CreateOptions", "DeleteOptions", "GetOptions", "ListOptions", "PatchOptions", "UpdateOptions", "WatchEvent");
    private static readonly FrozenSet<string> _unversioned = FrozenSet.Create(StringComparer.Ordinal, "Status", "APIVersions", "APIGroup", "APIGroupList", "APIResourceList");

    /// <summary>Every version of every group, the core group's first.</summary>
    public static IReadOnlyList<string> GroupVersions { get; } =
        [.. _retired.Keys.Concat(ApiResources.Kinds.Select(static k => k.GroupVersion)).Distinct(StringComparer.Ordinal).OrderBy(static v => v.Contains('/', StringComparison.Ordinal)).ThenBy(static v => v, StringComparer.Ordinal)];

    /// <summary>Whether the kind is no group's, and has one version.</summary>
    public static bool IsUnversioned(string kind) => _unversioned.Contains(kind);

    /// <summary>Group and version, and the kind that an object says it is of; what it does not say is what is expected. Source: apimachinery, gvkWithDefaults.</summary>
    public static (string GroupVersion, string Kind) Of(ObjectNode value, string groupVersion, string kind)
    {
        var sent = (value.TextAt("apiVersion") ?? "").TrimStart('/');
        return (sent.Length == 0 ? groupVersion : sent, value.TextAt("kind") is { Length: > 0 } said ? said : kind);
    }

    /// <summary>Why an object does not say what it is of in a way that can be read; null: it can.</summary>
    public static string? Unreadable(ObjectNode value)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (value[name] is { } given and not (StringNode or NullNode)) { return $"couldn't get version/kind; json parse error: json: cannot unmarshal {Called(given)} into Go struct field .{name} of type string"; }
        }
        return value.TextAt("apiVersion") is { } text && text.AsSpan().Count('/') > 1 ? $"unexpected GroupVersion string: {text}" : null;
    }

    /// <summary>Whether upstream's server knows the kind.</summary>
    public static bool Knows(string groupVersion, string kind)
    {
        if (IsOf(groupVersion, kind)) { return true; }
        if (IsUnversioned(kind)) { return true; }
        return _common.Contains(kind) && (_retired.ContainsKey(groupVersion) || ApiResources.Kinds.Any(k => k.GroupVersion == groupVersion));
    }

    /// <summary>What is told of a kind that is not known. Compat: the place of the table is named to clients.</summary>
    public static string Unknown(string groupVersion, string kind) => groupVersion == Internal || groupVersion.EndsWith("/" + Internal, StringComparison.Ordinal)
        ? $"no kind \"{kind}\" is registered for the internal version of group \"{groupVersion[..^Internal.Length].TrimEnd('/')}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
        : $"no kind \"{kind}\" is registered for version \"{groupVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"";

    /// <summary>The version without its group.</summary>
    public static string VersionOf(string groupVersion) => groupVersion[(groupVersion.LastIndexOf('/') + 1)..];

    private static bool IsOf(string groupVersion, string kind)
    {
        var single = kind.EndsWith("List", StringComparison.Ordinal) ? kind[..^"List".Length] : kind;
        if (_retired.TryGetValue(groupVersion, out var kinds) && (kinds.Contains(kind) || kinds.Contains(single))) { return true; }
        if (VersionOf(groupVersion) == Internal)
        {
            var group = groupVersion[..^Internal.Length].TrimEnd('/');
            return ApiResources.Kinds.Any(k => k.Group == group && k.Kind == kind);
        }
        return ApiResources.Kinds.Any(k => k.GroupVersion == groupVersion && (k.Kind == kind || (k.Kind == single && k.Plural.Length > 0)));
    }

    private static string Called(Node value) => value.Kind == "boolean" ? "bool" : value.Kind;

    private static FrozenDictionary<string, string[]> Table(string rows) => rows.Split('\n').Select(static r => r.Trim().Split(' '))
        .ToFrozenDictionary(static r => r[0], static r => r[1..], StringComparer.Ordinal);
}
