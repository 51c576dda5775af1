using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Kubelets change only their own node, their own pods and what belongs to them. Source: Admission Control, NodeRestriction.</summary>
public sealed class NodeRestriction(IObjects objects, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    private static readonly string[] _labels =
    [
        "kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/arch", "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type",
        "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
    ];

    // What a pod names of the API server's, in the order in which it is looked for; then what a volume is, and what it is put together of.
    private static readonly string[] _named = ["serviceaccounts", "secrets", "configmaps"];
    private static readonly (string Field, string Resource)[] _volumes =
    [
        ("configMap", "configmaps (via configmap volumes)"), ("secret", "secrets (via secret volumes)"), ("csi", "csidrivers (via CSI volumes)"), ("glusterfs", "endpoints (via glusterFS volumes)"),
        ("persistentVolumeClaim", "persistentvolumeclaims"), ("ephemeral", "persistentvolumeclaims (via ephemeral volumes)"), ("azureFile", "secrets (via azureFile volumes)"),
    ];
    private static readonly (string Field, string Resource)[] _projections =
    [
        ("configMap", "configmaps (via projected volumes)"), ("secret", "secrets (via projected volumes)"), ("serviceAccountToken", "serviceaccounts (via projected volumes)"), ("clusterTrustBundle", "clustertrustbundles"), ("podCertificate", "podcertificates"),
    ];
    private static readonly string[] _reported = ["capacity", "conditions", "allocatedResourceStatuses", "allocatedResources"];

    /// <inheritdoc/>
    public string Name => "NodeRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation != AdmissionOperation.Connect && NodeIdentity.IsNode(request.User);

    /// <summary>Compat: it refuses before defaults and validation, as one that changes; pinned by NodeTests.</summary>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var node = NodeIdentity.NameOf(request.User);
        if (node.Length == 0) { throw request.Refuse($"could not determine node from user \"{request.User.Name}\""); }
        switch (request.Resource.QualifiedName)
        {
            case "pods": await CheckPodAsync(request, node, cancellation).ConfigureAwait(false); break;
            case "nodes": CheckNode(request, node); break;
            case "persistentvolumeclaims": CheckClaim(request, node); break;
            case "certificatesigningrequests.certificates.k8s.io" when request.Operation == AdmissionOperation.Create: CheckSigningRequest(request, node); break;
            case "leases.coordination.k8s.io": CheckLease(request, node); break;
            case "csinodes.storage.k8s.io": CheckCsiNode(request, node); break;
            case "resourceslices.resource.k8s.io": CheckSlice(request, node); break;
            case PodCertificateValidation.Resource: CheckCertificate(request, node); break;
            case "serviceaccounts" when request.Subresource == "token": await CheckTokenAsync(request, node, cancellation).ConfigureAwait(false); break;
        }
        return request.Object;
    }

    private static string Operation(AdmissionRequest request) => request.Operation.ToString().ToUpperInvariant();

    private async ValueTask CheckPodAsync(AdmissionRequest request, string node, CancellationToken cancellation)
    {
        switch (request.Subresource, request.Operation)
        {
            case ("", AdmissionOperation.Create): CheckMirror(request, node, await objects.FindAsync("nodes", "", node, cancellation).ConfigureAwait(false)); break;
            case ("", AdmissionOperation.Delete):
                if (IsOfAnother(request, node)) { throw request.Refuse($"node \"{node}\" can only delete pods with spec.nodeName set to itself"); }
                break;
            case ("", _): throw request.Refuse($"unexpected operation \"{Operation(request)}\", node \"{node}\" can only create and delete mirror pods");
            case ("status", AdmissionOperation.Update): CheckPodStatus(request, node); break;
            case ("status", _): throw request.Refuse($"unexpected operation \"{Operation(request)}\"");
            case ("eviction", AdmissionOperation.Create):
                if (IsOfAnother(request, node)) { throw request.Refuse($"node {node} can only evict pods with spec.nodeName set to itself"); }
                break;
            case ("eviction", _): throw request.Refuse($"unexpected operation {Operation(request)}");
            default: throw request.Refuse($"unexpected pod subresource \"{request.Subresource}\", only 'status' and 'eviction' are allowed");
        }
    }

    private bool IsOfAnother(AdmissionRequest request, string node)
    {
        var pod = request.OldObject ?? objects.Get("pods", request.Namespace, AdmissionRequests.NameOf(request)) ?? throw StatusException.NotFound("", "pod", AdmissionRequests.NameOf(request));
        return pod.Object("spec").Text("nodeName") != node;
    }

    private static void CheckPodStatus(AdmissionRequest request, string node)
    {
        var (now, before) = (request.Object!, request.OldObject!);
        if (before.Object("spec").Text("nodeName") != node) { throw request.Refuse($"node \"{node}\" can only update pod status for pods with spec.nodeName set to itself"); }
        if (!Immutability.Same(now.Object("metadata")["labels"], before.Object("metadata")["labels"])) { throw request.Refuse($"node \"{node}\" cannot update labels through pod status"); }
        if (!Immutability.Same(now.Object("status")["resourceClaimStatuses"], before.Object("status")["resourceClaimStatuses"])) { throw request.Refuse($"node \"{node}\" cannot update resource claim statues"); }
        if (!Immutability.Same(now.Object("status")["extendedResourceClaimStatus"], before.Object("status")["extendedResourceClaimStatus"])) { throw request.Refuse($"node \"{node}\" cannot update extended resource claim status"); }
    }

    private static void CheckMirror(AdmissionRequest request, string node, ObjectNode? itself)
    {
        var pod = request.Object!;
        var (spec, owners) = (pod.Object("spec"), pod.Object("metadata").Items("ownerReferences"));
        if (!AdmissionRequests.IsMirror(pod)) { throw request.Refuse($"pod does not have \"kubernetes.io/config.mirror\" annotation, node \"{node}\" can only create mirror pods"); }
        if (spec.Text("nodeName") != node) { throw request.Refuse($"node \"{node}\" can only create pods with spec.nodeName set to itself"); }
        if (owners.Count > 1) { throw request.Refuse($"node \"{node}\" can only create pods with a single owner reference set to itself"); }
        if (owners.Count == 0 || owners[0].Text("apiVersion") != "v1" || owners[0].Text("kind") != "Node" || owners[0].Text("name") != node) { throw request.Refuse($"node \"{node}\" can only create pods with an owner reference set to itself"); }
        if (!owners[0].IsTrue("controller")) { throw request.Refuse($"node \"{node}\" can only create pods with a controller owner reference set to itself"); }
        if (owners[0].IsTrue("blockOwnerDeletion")) { throw request.Refuse($"node \"{node}\" must not set blockOwnerDeletion on an owner reference"); }
        var uid = (itself ?? throw StatusException.NotFound("", "node", node)).Object("metadata").Text("uid");
        if (owners[0].Text("uid") != uid) { throw request.Refuse($"node {node} UID mismatch: expected {owners[0].Text("uid")} got {uid}"); }
        if (ReferenceOf(pod) is { } resource) { throw request.Refuse($"node \"{node}\" can not create pods that reference {resource}"); }
    }

    // What a mirror pod names that lies at the API server; null: nothing.
    private static string? ReferenceOf(ObjectNode pod)
    {
        var spec = pod.Object("spec");
        var named = PodReferences.All(pod).Where(static r => r.Name.Length > 0).Select(static r => r.Resource).ToHashSet(StringComparer.Ordinal);
        if (_named.FirstOrDefault(named.Contains) is { } resource) { return resource; }
        if (spec.Items("resourceClaims").Count > 0) { return "resourceclaims"; }
        foreach (var volume in spec.Items("volumes"))
        {
            if (_volumes.FirstOrDefault(v => volume.Has(v.Field)).Resource is { } found) { return found; }
            foreach (var source in volume.Object("projected").Items("sources"))
            {
                if (_projections.FirstOrDefault(p => source.Has(p.Field)).Resource is { } projected) { return projected; }
            }
        }
        return null;
    }

    private static void CheckNode(AdmissionRequest request, string node)
    {
        var name = AdmissionRequests.NameOf(request);
        if (name != node) { throw request.Refuse($"node \"{node}\" is not allowed to modify node \"{name}\""); }
        if (request.Operation == AdmissionOperation.Delete) { return; }
        var (now, before, isNew) = (request.Object!, request.OldObject, request.Operation == AdmissionOperation.Create);
        if (now.Object("spec").Has("configSource") && !Immutability.Same(now.Object("spec")["configSource"], before.Object("spec")["configSource"]))
        {
            throw request.Refuse(isNew ? $"node \"{node}\" is not allowed to create pods with a non-nil configSource" : $"node \"{node}\" is not allowed to update configSource to a new non-nil configSource");
        }
        if (!isNew && !Immutability.Same(now.Object("spec")["taints"], before.Object("spec")["taints"])) { throw request.Refuse($"node \"{node}\" is not allowed to modify taints"); }
        if (!isNew && !Immutability.Same(now.Object("metadata")["ownerReferences"], before.Object("metadata")["ownerReferences"])) { throw request.Refuse($"node \"{node}\" is not allowed to modify ownerReferences"); }
        var (labels, old) = (now.Object("metadata").Object("labels"), before.Object("metadata").Object("labels"));
        var changed = labels.Concat(old).Select(static l => l.Key).Distinct(StringComparer.Ordinal).Where(k => !Equals(labels[k], old[k]) && IsForbidden(k)).Order(StringComparer.Ordinal).ToArray();
        if (changed.Length > 0) { throw request.Refuse(isNew ? $"node \"{node}\" is not allowed to set the following labels: {string.Join(", ", changed)}" : $"is not allowed to modify labels: {string.Join(", ", changed)}"); }
    }

    // Upstream prints the difference behind, as its library for tests does.
    private static void CheckClaim(AdmissionRequest request, string node)
    {
        if (request.Subresource != "status") { throw request.Refuse("may only update PVC status"); }
        if (request.Operation != AdmissionOperation.Update) { throw request.Refuse($"unexpected operation \"{Operation(request)}\""); }
        static ObjectNode Kept(ObjectNode claim) => _reported.Aggregate(claim, static (c, field) => c.Make("status", s => s.Remove(field))).Edit("metadata", static m => m.Remove("resourceVersion").Remove("managedFields"));
        if (!Kept(request.Object!).Equals(Kept(request.OldObject!))) { throw request.Refuse($"node \"{node}\" is not allowed to update fields other than status.quantity and status.conditions: "); }
    }

    private static void CheckSigningRequest(AdmissionRequest request, string node)
    {
        var spec = request.Object.Object("spec");
        if (spec.Text("signerName") is not ("kubernetes.io/kubelet-serving" or "kubernetes.io/kube-apiserver-client-kubelet")) { return; }
        if (CertificateValidation.Read(spec.Text("request")) is not { } read) { throw request.Refuse("unable to parse csr: PEM block type must be CERTIFICATE REQUEST"); }
        if (SubjectParts.Of(read.SubjectName).LastOrDefault(static p => p.Type == SubjectParts.CommonName).Value != $"system:node:{node}") { throw request.Refuse($"can only create a node CSR with CN=system:node:{node}"); }
    }

    private static bool IsForbidden(string label)
    {
        var slash = label.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) { return false; }
        var domain = label[..slash];
        bool Within(string parent) => domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);
        if (Within("node-restriction.kubernetes.io")) { return true; }
        if (!Within("kubernetes.io") && !Within("k8s.io")) { return false; }
        return !_labels.Contains(label) && !Within("kubelet.kubernetes.io") && !Within("node.kubernetes.io");
    }

    private static void CheckLease(AdmissionRequest request, string node)
    {
        if (request.Namespace != "kube-node-lease") { throw request.Refuse($"can only access leases in the \"kube-node-lease\" system namespace"); }
        if (AdmissionRequests.NameOf(request) != node) { throw request.Refuse("can only access node lease with the same name as the requesting node"); }
    }

    private static void CheckCsiNode(AdmissionRequest request, string node)
    {
        if (AdmissionRequests.NameOf(request) != node) { throw request.Refuse("can only access CSINode with the same name as the requesting node"); }
    }

    // Deletion of many comes here one by one.
    private static void CheckSlice(AdmissionRequest request, string node)
    {
        if (request.Operation == AdmissionOperation.Update) { return; }
        var slice = request.Operation == AdmissionOperation.Create ? request.Object : request.OldObject;
        if (slice is not null && slice.Object("spec").Text("nodeName") != node) { throw request.Refuse($"can only {(request.Operation == AdmissionOperation.Create ? "create" : "delete")} ResourceSlice with the same NodeName as the requesting node"); }
    }

    // What may only be seen late is no refusal: the node tries again.
    private void CheckCertificate(AdmissionRequest request, string node)
    {
        if (request.Operation != AdmissionOperation.Create) { throw request.Refuse($"unexpected operation {Operation(request)}"); }
        if (request.Subresource.Length > 0) { throw request.Refuse($"unexpected subresource {request.Subresource}"); }
        var (spec, ns) = (request.Object.Object("spec"), request.Namespace);
        var (account, named) = (spec.Text("serviceAccountName"), $"{ns}/{spec.Text("podName")}");
        var about = $"PodCertificateRequest for pod \"{named}\"";
        if (spec.Text("nodeName") != node) { throw request.Refuse($"PodCertificateRequest.Spec.NodeName=\"{spec.Text("nodeName")}\", which is not the requesting node \"{node}\""); }
        ObjectNode Named(string kind, string resource, string space, string called) => objects.Get(resource, space, called)
            ?? throw StatusException.Unforeseen($"while retrieving {kind} \"{(space.Length > 0 ? space + "/" : "")}{called}\" named in the PodCertificateRequest: {resource.TrimEnd('s')} \"{called}\" not found");
        void SameUid(string field, ObjectNode there, Func<string, string> words)
        {
            if (there.Object("metadata").Text("uid") is var uid && spec.Text(field) != uid) { throw StatusException.Unforeseen(words(uid)); }
        }
        SameUid("nodeUID", Named("node", "nodes", "", node), uid => $"{about} names node UID \"{spec.Text("nodeUID")}\", inconsistent with the running node (\"{uid}\")");
        var pod = Named("pod", "pods", ns, spec.Text("podName"));
        SameUid("podUID", pod, uid => $"{about} contains pod UID (\"{spec.Text("podUID")}\") which differs from running pod \"{uid}\"");
        if (pod.Object("spec").Text("nodeName") != node) { throw request.Refuse($"pod \"{named}\" is not running on node \"{node}\" named in the PodCertificateRequest"); }
        if (AdmissionRequests.IsMirror(pod)) { throw request.Refuse($"pod \"{named}\" is a mirror pod"); }
        if (pod.Object("spec").Text("serviceAccountName") != account) { throw request.Refuse($"{about} contains serviceAccountName (\"{account}\") that differs from running pod (\"{pod.Object("spec").Text("serviceAccountName")}\")"); }
        SameUid("serviceAccountUID", Named("service account", "serviceaccounts", ns, account), uid => $"{about} names service account UID \"{spec.Text("serviceAccountUID")}\", which differs from the running service account (\"{uid}\")");
    }

    private async ValueTask CheckTokenAsync(AdmissionRequest request, string node, CancellationToken cancellation)
    {
        var bound = request.Object.Object("spec").Object("boundObjectRef");
        if (bound.Text("kind") != "Pod" || bound.Text("apiVersion") != "v1" || bound.Text("name").Length == 0) { throw request.Refuse("node requested token not bound to a pod"); }
        if (bound.Text("uid").Length == 0) { throw request.Refuse("node requested token with a pod binding without a uid"); }
        var pod = objects.Get("pods", request.Namespace, bound.Text("name")) ?? throw StatusException.NotFound("", "pod", bound.Text("name"));
        if (pod.Object("metadata").Text("uid") != bound.Text("uid")) { throw request.Refuse($"the UID in the bound object reference ({bound.Text("uid")}) does not match the UID in record. The object might have been deleted and then recreated"); }
        if (pod.Object("spec").Text("nodeName") != node) { throw request.Refuse("node requested token bound to a pod scheduled on a different node"); }
        string[] audiences = [.. (request.Object.Object("spec")["audiences"] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static a => a.Value)];
        if (audiences.Length > 1) { throw request.Refuse("node may only request 0 or 1 audiences"); }
        var audience = audiences is [var only] ? only : "";
        if (NodeTokenAudiences.Of(pod, objects).Contains(audience)) { return; }
        var asked = new AuthorizationAttributes(request.User, "request-serviceaccounts-token-audience") { Resource = audience, Namespace = request.Namespace, Name = request.Name };
        if (!await isAllowed(asked, cancellation).ConfigureAwait(false)) { throw request.Refuse($"audience \"{audience}\" not found in pod spec volume, {request.User.Name} is not authorized to request tokens for this audience"); }
    }
}
