using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>
/// Lets kubelets read their node, the pods on it and what these refer to, and nothing else of that sort. What this authorizer says nothing about is RBAC's.
/// Source: Using Node Authorization.
/// </summary>
public sealed class NodeAuthorizer : IAuthorizer
{
    private static readonly string[] _driverSecrets = ["nodeStageSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];
    // How many pods of a node are or refer to the object.
    private readonly ConcurrentDictionary<(string Node, string Resource, string Namespace, string Name), int> _uses = new();
    private readonly IObjects _objects;

    /// <summary>Follows the pods of the cluster.</summary>
    public NodeAuthorizer(IObjects objects)
    {
        _objects = objects;
        objects.Subscribe("pods", Take);
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var node = NodeIdentity.NameOf(attributes.User);
        if (node.Length == 0 || !attributes.IsResourceRequest) { return default; }
        var refusal = Refusal(node, attributes);
        return new(refusal is null ? new AuthorizationDecision(AuthorizationVerdict.Allow) : new AuthorizationDecision(AuthorizationVerdict.NoOpinion, refusal));
    }

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns) => NodeIdentity.IsNode(user) ? KnownRules.Unknown("node") : KnownRules.None;

    // Null: it is allowed; else why it is not, which may be nothing.
    private string? Refusal(string node, AuthorizationAttributes asked) => (asked.Group, asked.Resource, asked.Subresource) switch
    {
        ("", "secrets", "") => !IsRead(asked.Verb) ? "can only read resources of this type" : Unless(IsUsed(node, asked) || IsSecretOfVolume(node, asked), node),
        ("", "configmaps", "") => !IsRead(asked.Verb) ? "can only read resources of this type" : Unless(IsUsed(node, asked), node),
        ("", "serviceaccounts", "") => Unless(asked.Verb == "get" && IsUsed(node, asked), node),
        ("", "serviceaccounts", "token") => asked.Verb != "create" || asked.Name.Length == 0 ? "can only create tokens for individual service accounts" : Unless(IsUsed(node, asked), node),
        ("", "persistentvolumeclaims", "") => OneByOne(node, asked, IsUsed),
        ("", "persistentvolumeclaims", "status") => asked.Verb is not ("get" or "update" or "patch") ? "can only get/update/patch this type" : Unless(IsUsed(node, asked), node),
        ("", "persistentvolumes", "") => OneByOne(node, asked, (n, a) => IsVolumeUsed(n, a.Name)),
        ("resource.k8s.io", "resourceclaims", "") => OneByOne(node, asked, IsUsed),
        ("resource.k8s.io", "resourceslices", "") => OfSlice(node, asked),
        ("storage.k8s.io", "volumeattachments", "") => OneByOne(node, asked, (n, a) => _objects.Get("volumeattachments.storage.k8s.io", "", a.Name).Object("spec").Text("nodeName") == n),
        ("coordination.k8s.io", "leases", "") => LeaseRefusal(node, asked),
        ("storage.k8s.io", "csinodes", "") => asked.Verb is "get" or "create" or "update" or "patch" or "delete" && (asked.Name == node || (asked.Verb == "create" && asked.Name.Length == 0))
            ? null : "can only access CSINode with the same name as the requesting node",
        ("certificates.k8s.io", "podcertificaterequests", _) => OfCertificate(node, asked),
        ("", "nodes", "") => OfNode(node, asked),
        ("", "pods", "") => OfPod(node, asked),
        _ => NodeRules.Allow(asked) ? null : "",
    };

    private static string? Unless(bool isRelated, string node) => isRelated ? null : $"no relationship found between node '{node}' and this object";

    private static string? OneByOne(string node, AuthorizationAttributes asked, Func<string, AuthorizationAttributes, bool> isRelated) =>
        asked.Verb != "get" ? "can only get individual resources of this type" : Unless(isRelated(node, asked), node);

    // By name, and not by what is known of the node, so that it may be looked for before it is made. Whose a node is, admission says.
    private static string? OfNode(string node, AuthorizationAttributes asked) => asked.Verb switch
    {
        "create" or "update" or "patch" => null,
        "get" or "list" or "watch" when asked.Name == node => null,
        "get" or "list" or "watch" => asked.Name.Length == 0 ? $"node '{node}' cannot read all nodes, only its own Node object" : $"node '{node}' cannot read '{asked.Name}', only its own Node object",
        _ => "",
    };

    private string? OfPod(string node, AuthorizationAttributes asked) => asked.Verb switch
    {
        "get" => Unless(IsUsed(node, asked), node),
        "list" or "watch" when asked.Fields.Required("spec.nodeName") == node => null,
        "list" or "watch" => asked.Name.Length > 0 ? Unless(IsUsed(node, asked), node) : "can only list/watch pods with spec.nodeName field selector",
        "create" or "delete" => null,
        _ => "",
    };

    // What a node may ask a certificate for, admission says.
    private string? OfCertificate(string node, AuthorizationAttributes asked) => asked.Verb switch
    {
        _ when asked.Subresource.Length > 0 => "nodes may not access the status subresource of PodCertificateRequests",
        "create" => null,
        "get" => Unless(_objects.Get(PodCertificateValidation.Resource, asked.Namespace, asked.Name).Object("spec").Text("nodeName") == node, node),
        "list" or "watch" => asked.Fields.Required("spec.nodeName") == node ? null : "can only list/watch podcertificaterequests with nodeName field selector",
        _ => $"nodes may not {asked.Verb} podcertificaterequests",
    };

    private string? OfSlice(string node, AuthorizationAttributes asked) => asked.Verb switch
    {
        "create" => null,
        "get" or "update" or "patch" or "delete" => Unless(_objects.Get("resourceslices.resource.k8s.io", "", asked.Name).Object("spec").Text("nodeName") == node, node),
        "list" or "watch" or "deletecollection" => asked.Fields.Required("spec.nodeName") == node ? null : "can only list/watch/deletecollection resourceslices with nodeName field selector",
        _ => "only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection",
    };

    // A list or watch is of one object by its name.
    private static bool IsRead(string verb) => verb is "get" or "list" or "watch";

    private bool IsUsed(string node, AuthorizationAttributes asked) => asked.Name.Length > 0 && asked.Namespace.Length > 0 && _uses.ContainsKey((node, asked.Resource, asked.Namespace, asked.Name));

    // Secrets by which a storage driver mounts the volumes of claims that the node's pods use.
    private bool IsSecretOfVolume(string node, AuthorizationAttributes asked)
    {
        foreach (var (_, _, ns, claim) in _uses.Keys.Where(u => u.Node == node && u.Resource == "persistentvolumeclaims"))
        {
            if (_objects.Get("persistentvolumeclaims", ns, claim).Object("spec").Text("volumeName") is not { Length: > 0 } volume) { continue; }
            var source = _objects.Get("persistentvolumes", "", volume).Object("spec").Object("csi");
            if (_driverSecrets.Select(f => source.Object(f)).Any(s => s.Text("name") == asked.Name && s.Text("namespace") == asked.Namespace)) { return asked.Name.Length > 0; }
        }
        return false;
    }

    private bool IsVolumeUsed(string node, string name)
    {
        var claim = _objects.Get("persistentvolumes", "", name).Object("spec").Object("claimRef");
        return claim.Text("name").Length > 0 && _uses.ContainsKey((node, "persistentvolumeclaims", claim.Text("namespace"), claim.Text("name")));
    }

    private static string? LeaseRefusal(string node, AuthorizationAttributes asked) =>
        asked.Verb is not ("get" or "create" or "update" or "patch" or "delete") ? "can only get, create, update, patch, or delete a node lease"
        : asked.Namespace != "kube-node-lease" ? "can only access leases in the \"kube-node-lease\" system namespace"
        : asked.Name == node || (asked.Verb == "create" && asked.Name.Length == 0) ? null : "can only access node lease with the same name as the requesting node";

    private void Take(ObjectChange change)
    {
        foreach (var key in Keys(change.New)) { _uses.AddOrUpdate(key, 1, static (_, count) => count + 1); }
        foreach (var key in Keys(change.Old))
        {
            if (_uses.AddOrUpdate(key, 0, static (_, count) => count - 1) <= 0) { _uses.TryRemove(key, out _); }
        }
    }

    private static ImmutableHashSet<(string, string, string, string)> Keys(ObjectNode? pod)
    {
        if (pod is null || pod.Object("spec").Text("nodeName") is not { Length: > 0 } node) { return []; }
        var (ns, name) = (pod.Object("metadata").Text("namespace"), pod.Object("metadata").Text("name"));
        return [(node, "pods", ns, name), .. PodReferences.Of(pod).Where(static r => r.Name.Length > 0).Select(r => (node, r.Resource, ns, r.Name))];
    }
}
