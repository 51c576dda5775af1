using System.Text;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.Bootstrap.Objects;

/// <summary>What a cluster has beside what its API server makes: who its administrators are, how one joins, its DNS service. As kubeadm makes it.</summary>
public static class ClusterObjects
{
    private const string KubernetesVersion = "v1.36.0", RbacVersion = "rbac.authorization.k8s.io/v1";
    private static readonly ObjectNode _clusterWide = ObjectNode.Empty;

    /// <summary>Makes what is missing; what is there stays as it is.</summary>
    public static async Task EnsureAsync(IApiClient client, LocalCluster cluster, Uri server, string authorityPem, CancellationToken cancellation)
    {
        await EnsureAsync(client, All(cluster, server, authorityPem), cancellation).ConfigureAwait(false);
    }

    private static async Task EnsureAsync(IApiClient client, IEnumerable<(string Path, ObjectNode Value)> objects, CancellationToken cancellation)
    {
        foreach (var (path, value) in objects)
        {
            if (await ExistsAsync(client, $"{path}/{value.TextAt("metadata", "name")}", cancellation).ConfigureAwait(false)) { continue; }
            await client.RequestAsync(HttpMethod.Post, path, value.ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
        }
    }

    // Asked first: a second creation of a service is refused for its address, which is taken by the first, before it is for its name.
    private static async Task<bool> ExistsAsync(IApiClient client, string path, CancellationToken cancellation)
    {
        try
        {
            await client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
            return true;
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return false; }
    }

    /// <summary>The objects and where they are posted to.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="server">Where other machines reach its API server.</param>
    /// <param name="authorityPem">Its authority.</param>
    public static IEnumerable<(string Path, ObjectNode Value)> All(LocalCluster cluster, Uri server, string authorityPem)
    {
        const string Rbac = "/apis/rbac.authorization.k8s.io/v1", Bindings = $"{Rbac}/clusterrolebindings";
        yield return (Bindings, Binding("kubeadm:cluster-admins", "cluster-admin", "kubeadm:cluster-admins"));
        yield return (Bindings, Binding("kubeadm:kubelet-bootstrap", "system:node-bootstrapper", "system:bootstrappers:kubeadm:default-node-token"));
        yield return (Bindings, Binding("kubeadm:node-autoapprove-bootstrap", "system:certificates.k8s.io:certificatesigningrequests:nodeclient", "system:bootstrappers:kubeadm:default-node-token"));
        yield return (Bindings, Binding("kubeadm:node-autoapprove-certificate-rotation", "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", "system:nodes"));
        // The proxy follows pods too, so that it can end what still goes to a pod that has gone.
        yield return ($"{Rbac}/clusterroles", Object(RbacVersion, "ClusterRole", "kubesharp:node-proxier", "", _clusterWide, Rules(Rule("", ["pods"], "list", "watch"))));
        yield return (Bindings, Binding("kubesharp:node-proxier", "kubesharp:node-proxier", "system:kube-proxy", "User"));
        yield return ("/apis/storage.k8s.io/v1/storageclasses", StandardStorage());
        // A node's one process is its service proxy too, under the node's own name.
        yield return (Bindings, Binding("kubesharp:nodes-proxy", "system:node-proxier", "system:nodes"));
        // And makes the persistent volumes that lie on it.
        yield return (Bindings, Binding("kubesharp:nodes-volumes", "system:persistent-volume-provisioner", "system:nodes"));
        yield return ($"{Rbac}/clusterroles", Object(RbacVersion, "ClusterRole", "kubesharp:nodes-volume-sizes", "", _clusterWide, Rules(Rule("", ["persistentvolumes", "persistentvolumeclaims/status"], "update"))));
        yield return (Bindings, Binding("kubesharp:nodes-volume-sizes", "kubesharp:nodes-volume-sizes", "system:nodes"));
        foreach (var made in DnsRights()) { yield return made; }
        yield return ($"{Rbac}/namespaces/kube-system/roles", Object(RbacVersion, "Role", "kubeadm:nodes-config", "kube-system", _clusterWide, Reads("kubeadm-config", "kubelet-config")));
        yield return ($"{Rbac}/namespaces/kube-system/rolebindings", Object(RbacVersion, "RoleBinding", "kubeadm:nodes-config", "kube-system", _clusterWide,
            ("roleRef", RoleRef("kubeadm:nodes-config")), ("subjects", ArrayNode.Of(Subject("Group", "system:nodes"), Subject("Group", "system:bootstrappers:kubeadm:default-node-token")))));
        var settings = new ClusterSettings(cluster.PodCidr, cluster.ServiceCidr, "cluster.local", [cluster.DnsAddress.ToString()]);
        foreach (var (map, key, value) in settings.ToMaps(server.Authority, KubernetesVersion))
        {
            yield return ("/api/v1/namespaces/kube-system/configmaps", Object("v1", "ConfigMap", map, "kube-system", _clusterWide, ("data", ObjectNode.Of((key, Machinery.Serialization.Yaml.Write(value))))));
        }
        yield return ("/api/v1/namespaces/kube-system/services", DnsService(cluster));
        yield return ("/api/v1/namespaces/kube-public/configmaps", ClusterInfo(server, authorityPem));
        yield return ("/apis/rbac.authorization.k8s.io/v1/namespaces/kube-public/roles", Object(RbacVersion, "Role", "kubeadm:bootstrap-signer-clusterinfo", "kube-public", _clusterWide,
            Reads("cluster-info")));
        yield return ("/apis/rbac.authorization.k8s.io/v1/namespaces/kube-public/rolebindings", Object(RbacVersion, "RoleBinding", "kubeadm:bootstrap-signer-clusterinfo", "kube-public", _clusterWide,
            ("roleRef", RoleRef("kubeadm:bootstrap-signer-clusterinfo")), ("subjects", ArrayNode.Of(Subject("User", "system:anonymous")))));
        if (BootstrapToken.TryParse(cluster.BootstrapToken, out var token)) { yield return ("/api/v1/namespaces/kube-system/secrets", TokenSecret(token)); }
    }

    // The account and the role of CoreDNS as kubeadm makes them; and, as it is no pod, it keeps the slice of its service.
    private static IEnumerable<(string Path, ObjectNode Value)> DnsRights()
    {
        const string Rbac = "/apis/rbac.authorization.k8s.io/v1", Inside = $"{Rbac}/namespaces/kube-system", Account = "coredns", Role = "system:coredns", Publisher = "kubesharp:dns-publisher";
        yield return ("/api/v1/namespaces/kube-system/serviceaccounts", Object("v1", "ServiceAccount", Account, "kube-system", _clusterWide));
        yield return ($"{Rbac}/clusterroles", Object(RbacVersion, "ClusterRole", Role, "", _clusterWide,
            Rules(Rule("", ["endpoints", "services", "pods", "namespaces"], "list", "watch"), Rule("discovery.k8s.io", ["endpointslices"], "list", "watch"))));
        yield return ($"{Rbac}/clusterrolebindings", AccountBinding(Role, Role, Account));
        yield return ($"{Inside}/roles", Object(RbacVersion, "Role", Publisher, "kube-system", _clusterWide, Rules(Rule("discovery.k8s.io", ["endpointslices"], "create", "update"))));
        yield return ($"{Inside}/rolebindings", Object(RbacVersion, "RoleBinding", Publisher, "kube-system", _clusterWide, ("roleRef", RoleRef(Publisher)), ("subjects", ArrayNode.Of(AccountSubject(Account)))));
    }

    private static (string, Node?) Rules(params ReadOnlySpan<ObjectNode> rules)
    {
        var all = ArrayNode.Empty;
        foreach (var rule in rules) { all = new ArrayNode([.. all, rule]); }
        return ("rules", all);
    }

    private static ObjectNode Rule(string group, string[] resources, params string[] verbs) =>
        ObjectNode.Of(("apiGroups", ArrayNode.Of(group)), ("resources", new ArrayNode([.. resources.Select(static r => (Node)r)])), ("verbs", new ArrayNode([.. verbs.Select(static v => (Node)v)])));

    private static ObjectNode AccountBinding(string name, string role, string account) => Object(RbacVersion, "ClusterRoleBinding", name, "", _clusterWide,
        ("roleRef", ObjectNode.Of(("apiGroup", "rbac.authorization.k8s.io"), ("kind", "ClusterRole"), ("name", role))),
        ("subjects", ArrayNode.Of(AccountSubject(account))));

    private static ObjectNode AccountSubject(string account) => ObjectNode.Of(("kind", "ServiceAccount"), ("name", account), ("namespace", "kube-system"));

    private static ObjectNode Object(string version, string kind, string name, string ns, ObjectNode labels, params ReadOnlySpan<(string, Node?)> fields)
    {
        var result = ObjectNode.Of(("apiVersion", version), ("kind", kind), ("metadata", ObjectNode.Of(("name", name), ("namespace", ns.Length > 0 ? ns : null), ("labels", labels.Count > 0 ? labels : null))));
        foreach (var (field, value) in fields)
        {
            if (value is not null) { result = result.Set(field, value); }
        }
        return result;
    }

    private static ObjectNode Binding(string name, string role, string subject, string kind = "Group") => Object(RbacVersion, "ClusterRoleBinding", name, "", _clusterWide,
        ("roleRef", ObjectNode.Of(("apiGroup", "rbac.authorization.k8s.io"), ("kind", "ClusterRole"), ("name", role))),
        ("subjects", ArrayNode.Of(Subject(kind, subject))));

    private static ObjectNode Subject(string kind, string name) => ObjectNode.Of(("apiGroup", "rbac.authorization.k8s.io"), ("kind", kind), ("name", name));

    private static ObjectNode RoleRef(string role) => ObjectNode.Of(("apiGroup", "rbac.authorization.k8s.io"), ("kind", "Role"), ("name", role));

    private static (string, Node?) Reads(params ReadOnlySpan<string> maps)
    {
        var names = ArrayNode.Empty;
        foreach (var map in maps) { names = new ArrayNode([.. names, map]); }
        return ("rules", ArrayNode.Of(ObjectNode.Of(("apiGroups", ArrayNode.Of("")), ("resources", ArrayNode.Of("configmaps")), ("resourceNames", names), ("verbs", ArrayNode.Of("get")))));
    }

    // Without a selector: who serves names is no pod; its endpoints are kept by the node agents.
    private static ObjectNode DnsService(LocalCluster cluster) => Object("v1", "Service", "kube-dns", "kube-system",
        ObjectNode.Of(("k8s-app", "kube-dns"), ("kubernetes.io/cluster-service", "true"), ("kubernetes.io/name", "CoreDNS")),
        ("spec", ObjectNode.Of(("clusterIP", cluster.DnsAddress.ToString()), ("type", "ClusterIP"), ("ports", ArrayNode.Of(
            ObjectNode.Of(("name", "dns"), ("port", 53), ("protocol", "UDP"), ("targetPort", 53)),
            ObjectNode.Of(("name", "dns-tcp"), ("port", 53), ("protocol", "TCP"), ("targetPort", 53)),
            ObjectNode.Of(("name", "metrics"), ("port", 9153), ("protocol", "TCP"), ("targetPort", 9153)))))));

    // Volumes are folders of the node that a claim's first pod goes to.
    private static ObjectNode StandardStorage() => Object("storage.k8s.io/v1", "StorageClass", "standard", "", _clusterWide,
        ("metadata", ObjectNode.Of(("name", "standard"), ("annotations", ObjectNode.Of(("storageclass.kubernetes.io/is-default-class", "true"))))),
        ("provisioner", "kubesharp.io/local"), ("reclaimPolicy", "Delete"), ("volumeBindingMode", "WaitForFirstConsumer"), ("allowVolumeExpansion", true));

    private static ObjectNode ClusterInfo(Uri server, string authorityPem)
    {
        var file = ObjectNode.Of(("apiVersion", "v1"), ("kind", "Config"), ("clusters", ArrayNode.Of(ObjectNode.Of(
            ("cluster", ObjectNode.Of(("certificate-authority-data", Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))), ("server", server.ToString().TrimEnd('/')))), ("name", "")))),
            ("contexts", NullNode.Instance), ("current-context", ""), ("preferences", ObjectNode.Empty), ("users", NullNode.Instance));
        return Object("v1", "ConfigMap", "cluster-info", "kube-public", _clusterWide, ("data", ObjectNode.Of(("kubeconfig", Machinery.Serialization.Yaml.Write(file)))));
    }

    private static ObjectNode TokenSecret(BootstrapToken token) => Object("v1", "Secret", $"bootstrap-token-{token.Id}", "kube-system", _clusterWide,
        ("type", "bootstrap.kubernetes.io/token"),
        ("stringData", ObjectNode.Of(("token-id", token.Id), ("token-secret", token.Secret), ("usage-bootstrap-authentication", "true"), ("usage-bootstrap-signing", "true"),
            ("auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token"), ("description", "for the nodes of this machine's cluster"))));
}
