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
        "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region", "node.kubernetes.io/windows-build",
    ];

    /// <inheritdoc/>
    public string Name => "NodeRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => NodeIdentity.IsNode(request.User);

    /// <summary>Compat: it refuses before defaults and validation, as one that changes; pinned by NodeTests.</summary>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var node = NodeIdentity.NameOf(request.User);
        if (node.Length == 0) { throw request.Refuse($"could not determine node from user \"{request.User.Name}\""); }
        switch (request.Resource.QualifiedName)
        {
            case "pods": CheckPod(request, node); break;
            case "nodes": CheckNode(request, node); break;
            case "leases.coordination.k8s.io": CheckLease(request, node); break;
            case "csinodes.storage.k8s.io": CheckCsiNode(request, node); break;
            case "resourceslices.resource.k8s.io": CheckSlice(request, node); break;
            case PodCertificateValidation.Resource: CheckCertificate(request, node); break;
            case "serviceaccounts" when request.Subresource == "token": await CheckTokenAsync(request, node, cancellation).ConfigureAwait(false); break;
            case "roles.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io": throw request.Refuse("nodes may not change roles");
        }
        return request.Object;
    }

    private void CheckPod(AdmissionRequest request, string node)
    {
        switch (request.Operation, request.Subresource)
        {
            case (AdmissionOperation.Create, ""): CheckMirror(request, node); break;
            case (AdmissionOperation.Delete, "") or (AdmissionOperation.Create, "eviction"):
                var there = request.OldObject ?? objects.Get("pods", request.Namespace, request.Name);
                if (there is not null && there.Object("spec").Text("nodeName") != node) { throw request.Refuse($"node \"{node}\" can only {(request.Subresource.Length > 0 ? "evict" : "delete")} pods with spec.nodeName set to itself"); }
                break;
            case (AdmissionOperation.Update, "status"):
                if (request.OldObject.Object("spec").Text("nodeName") != node) { throw request.Refuse($"node \"{node}\" can only update pod status for pods with spec.nodeName set to itself"); }
                if (!Immutability.Same(request.Object.Object("metadata")["labels"], request.OldObject.Object("metadata")["labels"])) { throw request.Refuse($"node \"{node}\" cannot update labels through pod status"); }
                break;
            default: throw request.Refuse($"unexpected operation \"{request.Operation.ToString().ToUpperInvariant()}\", node {node} can only create and delete mirror pods");
        }
    }

    private void CheckMirror(AdmissionRequest request, string node)
    {
        var pod = request.Object!;
        var spec = pod.Object("spec");
        if (!AdmissionRequests.IsMirror(pod)) { throw request.Refuse($"pod does not have \"kubernetes.io/config.mirror\" annotation, node \"{node}\" can only create mirror pods"); }
        if (spec.Text("nodeName") != node) { throw request.Refuse($"node \"{node}\" can only create pods with spec.nodeName set to itself"); }
        var owners = pod.Object("metadata").Items("ownerReferences");
        if (owners.Count != 1 || owners[0].Text("apiVersion") != "v1" || owners[0].Text("kind") != "Node" || owners[0].Text("name") != node) { throw request.Refuse($"node \"{node}\" can only create pods with an owner reference set to itself"); }
        if (objects.Get("nodes", "", node).Object("metadata").Text("uid") is { Length: > 0 } uid && owners[0].Text("uid") != uid) { throw request.Refuse($"node \"{node}\" can only create pods with an owner reference set to itself: UID mismatch"); }
        if (spec.Text("serviceAccountName").Length > 0) { throw request.Refuse($"node \"{node}\" can not create pods that reference a service account"); }
        foreach (var (resource, name) in PodReferences.All(pod))
        {
            if (name.Length > 0) { throw request.Refuse($"node \"{node}\" can not create pods that reference {resource}"); }
        }
    }

    private static void CheckNode(AdmissionRequest request, string node)
    {
        var name = request.Name.Length > 0 ? request.Name : request.Object.Object("metadata").Text("name");
        if (name != node) { throw request.Refuse($"node \"{node}\" is not allowed to modify node \"{name}\""); }
        if (request.Operation == AdmissionOperation.Delete) { return; }
        var (labels, before) = (request.Object.Object("metadata").Object("labels"), request.OldObject.Object("metadata").Object("labels"));
        var changed = labels.Concat(before).Select(static l => l.Key).Distinct(StringComparer.Ordinal).Where(k => !Equals(labels[k], before[k]) && IsForbidden(k)).Order(StringComparer.Ordinal).ToArray();
        if (changed.Length > 0) { throw request.Refuse($"is not allowed to modify labels: {string.Join(", ", changed)}"); }
        if (request.Operation != AdmissionOperation.Update) { return; }
        if (!Immutability.Same(request.Object.Object("spec")["taints"], request.OldObject.Object("spec")["taints"])) { throw request.Refuse($"node \"{node}\" is not allowed to modify taints"); }
        if (!Immutability.Same(request.Object.Object("metadata")["ownerReferences"], request.OldObject.Object("metadata")["ownerReferences"])) { throw request.Refuse($"node \"{node}\" is not allowed to modify ownerReferences"); }
        if (request.Object.Object("spec").Has("configSource") && !Immutability.Same(request.Object.Object("spec")["configSource"], request.OldObject.Object("spec")["configSource"])) { throw request.Refuse($"node \"{node}\" is not allowed to update spec.configSource to a new non-nil value"); }
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
        var slice = request.Operation == AdmissionOperation.Create ? request.Object : request.OldObject;
        if (slice is not null && slice.Object("spec").Text("nodeName") != node) { throw request.Refuse($"can only {(request.Operation == AdmissionOperation.Create ? "create" : "delete")} ResourceSlice with the same NodeName as the requesting node"); }
    }

    // What may only be seen late is no refusal: the node tries again.
    private void CheckCertificate(AdmissionRequest request, string node)
    {
        if (request.Operation != AdmissionOperation.Create) { throw request.Refuse($"unexpected operation {request.Operation.ToString().ToUpperInvariant()}"); }
        var (spec, ns) = (request.Object.Object("spec"), request.Namespace);
        var (name, account, about) = (spec.Text("podName"), spec.Text("serviceAccountName"), $"PodCertificateRequest for pod \"{ns}/{spec.Text("podName")}\"");
        if (spec.Text("nodeName") != node) { throw request.Refuse($"PodCertificateRequest.Spec.NodeName=\"{spec.Text("nodeName")}\", which is not the requesting node \"{node}\""); }
        ObjectNode Named(string kind, string resource, string space, string called) => objects.Get(resource, space, called)
            ?? throw StatusException.Internal($"while retrieving {kind} \"{(space.Length > 0 ? space + "/" : "")}{called}\" named in the PodCertificateRequest: {resource.TrimEnd('s')} \"{called}\" not found");
        void SameUid(string field, ObjectNode there, string what)
        {
            if (spec.Text(field) != there.Object("metadata").Text("uid")) { throw StatusException.Internal($"{about} names {what} UID \"{spec.Text(field)}\", which differs from the running {what} (\"{there.Object("metadata").Text("uid")}\")"); }
        }
        SameUid("nodeUID", Named("node", "nodes", "", node), "node");
        var pod = Named("pod", "pods", ns, name);
        SameUid("podUID", pod, "pod");
        if (pod.Object("spec").Text("nodeName") != node) { throw request.Refuse($"pod \"{ns}/{name}\" is not running on node \"{node}\" named in the PodCertificateRequest"); }
        if (AdmissionRequests.IsMirror(pod)) { throw request.Refuse($"pod \"{ns}/{name}\" is a mirror pod"); }
        if (pod.Object("spec").Text("serviceAccountName") != account) { throw request.Refuse($"{about} contains serviceAccountName (\"{account}\") that differs from running pod (\"{pod.Object("spec").Text("serviceAccountName")}\")"); }
        SameUid("serviceAccountUID", Named("service account", "serviceaccounts", ns, account), "service account");
    }

    private async ValueTask CheckTokenAsync(AdmissionRequest request, string node, CancellationToken cancellation)
    {
        var bound = request.Object.Object("spec").Object("boundObjectRef");
        if (bound.Text("kind") != "Pod" || bound.Text("apiVersion") != "v1") { throw request.Refuse("node requested token not bound to a pod"); }
        if (bound.Text("uid").Length == 0) { throw request.Refuse("node requested token with a pod binding without a uid"); }
        var pod = objects.Get("pods", request.Namespace, bound.Text("name")) ?? throw request.Refuse($"pod \"{bound.Text("name")}\" not found");
        if (pod.Object("metadata").Text("uid") != bound.Text("uid")) { throw request.Refuse("the UID in the bound object reference does not match the UID in record. The object might have been deleted and then recreated"); }
        if (pod.Object("spec").Text("nodeName") != node) { throw request.Refuse("node requested token bound to a pod scheduled on a different node"); }
        if (pod.Object("spec").Text("serviceAccountName") != request.Name) { throw request.Refuse($"node requested token for service account \"{request.Name}\" that the pod does not run as"); }
        string[] audiences = [.. (request.Object.Object("spec")["audiences"] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static a => a.Value)];
        if (audiences.Length > 1) { throw request.Refuse("node may only request 0 or 1 audiences"); }
        var audience = audiences is [var only] ? only : "";
        if (NodeTokenAudiences.Of(pod, objects).Contains(audience)) { return; }
        var asked = new AuthorizationAttributes(request.User, "request-serviceaccounts-token-audience") { Resource = audience, Namespace = request.Namespace, Name = request.Name };
        if (!await isAllowed(asked, cancellation).ConfigureAwait(false)) { throw request.Refuse($"audience \"{audience}\" not found in pod spec volume"); }
    }
}
