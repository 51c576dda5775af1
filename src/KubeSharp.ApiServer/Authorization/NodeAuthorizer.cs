using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>
/// Lets kubelets read what the pods on their node refer to, and nothing else of that sort. What this authorizer says nothing about is RBAC's.
/// Source: Using Node Authorization.
/// </summary>
public sealed class NodeAuthorizer : IAuthorizer
{
    private const string Reason = "no relationship found between node '{0}' and this object";
    private static readonly string[] _guarded = ["secrets", "configmaps", "persistentvolumeclaims", "persistentvolumes", "resourceclaims", "serviceaccounts", "volumeattachments"];
    private static readonly string[] _driverSecrets = ["nodeStageSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];
    // How many pods of a node refer to the object.
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
        var verdict = Decide(node, attributes);
        return new(verdict ? new AuthorizationDecision(AuthorizationVerdict.Allow) : new AuthorizationDecision(AuthorizationVerdict.NoOpinion,
            _guarded.Contains(attributes.Resource) ? string.Format(System.Globalization.CultureInfo.InvariantCulture, Reason, node) : ""));
    }

    private bool Decide(string node, AuthorizationAttributes asked) => (asked.Group, asked.Resource, asked.Subresource) switch
    {
        ("", "secrets", "") => IsRead(asked.Verb) && (IsUsed(node, asked) || IsSecretOfVolume(node, asked)),
        ("", "configmaps", "") => IsRead(asked.Verb) && IsUsed(node, asked),
        ("", "serviceaccounts", "") => asked.Verb == "get" && IsUsed(node, asked),
        ("", "serviceaccounts", "token") => asked.Verb == "create" && IsUsed(node, asked),
        ("", "persistentvolumeclaims", "") => asked.Verb == "get" && IsUsed(node, asked),
        ("", "persistentvolumeclaims", "status") => asked.Verb is "get" or "update" or "patch" && IsUsed(node, asked),
        ("", "persistentvolumes", "") => asked.Verb == "get" && IsVolumeUsed(node, asked.Name),
        ("resource.k8s.io", "resourceclaims", "") => asked.Verb == "get" && IsUsed(node, asked),
        ("storage.k8s.io", "volumeattachments", "") => asked.Verb == "get" && _objects.Get("volumeattachments.storage.k8s.io", "", asked.Name).Object("spec").Text("nodeName") == node,
        ("coordination.k8s.io", "leases", "") => IsOwnLease(node, asked),
        ("storage.k8s.io", "csinodes", "") => asked.Verb is "get" or "create" or "update" or "patch" or "delete" && (asked.Name == node || (asked.Verb == "create" && asked.Name.Length == 0)),
        _ => NodeRules.Allow(asked),
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

    private static bool IsOwnLease(string node, AuthorizationAttributes asked) =>
        asked.Namespace == "kube-node-lease" && (asked.Verb == "create" ? asked.Name.Length == 0 || asked.Name == node : asked.Verb is "get" or "update" or "patch" or "delete" && asked.Name == node);

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
        var ns = pod.Object("metadata").Text("namespace");
        return [.. PodReferences.Of(pod).Where(static r => r.Name.Length > 0).Select(r => (node, r.Resource, ns, r.Name))];
    }
}
