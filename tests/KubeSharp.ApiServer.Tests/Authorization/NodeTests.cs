using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Authorization;

/// <summary>What kubelets may do: the node authorizer and NodeRestriction together.</summary>
public sealed class NodeTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly string[] _nodes = ["system:nodes"];

    private Task<(int Code, ObjectNode Body)> KubeletAsync(string node, string method, string path, string? body = null, string type = "application/json") => cluster.AsAsync("system:node:" + node, _nodes, method, path, body, type);

    private async Task<string> PodOnAsync(string node)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/secrets", """{"metadata":{"name":"used"}}""");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/secrets", """{"metadata":{"name":"other"}}""");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"used"}}]}]}}""");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods/p/binding", $"{{\"metadata\":{{\"name\":\"p\"}},\"target\":{{\"kind\":\"Node\",\"name\":\"{node}\"}}}}");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods");
        return ns;
    }

    [Fact]
    public async Task A_kubelet_reads_the_secrets_of_its_pods_and_no_others()
    {
        var ns = await PodOnAsync("n1");
        Assert.Equal(200, (await KubeletAsync("n1", "GET", $"/api/v1/namespaces/{ns}/secrets/used")).Code);
        Assert.Equal(403, (await KubeletAsync("n1", "GET", $"/api/v1/namespaces/{ns}/secrets/other")).Code);
        Assert.Equal(403, (await KubeletAsync("n2", "GET", $"/api/v1/namespaces/{ns}/secrets/used")).Code);
        Assert.Equal(403, (await KubeletAsync("n1", "GET", $"/api/v1/namespaces/{ns}/secrets")).Code);
        await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}/pods/p", """{"gracePeriodSeconds":0}""");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods");
        Assert.Equal(403, (await KubeletAsync("n1", "GET", $"/api/v1/namespaces/{ns}/secrets/used")).Code);
    }

    [Fact]
    public async Task A_kubelet_reads_the_secrets_by_which_drivers_mount_its_pods_volumes()
    {
        var ns = await PodOnAsync("n7");
        await cluster.Server.SendAsync("POST", "/api/v1/persistentvolumes", $$"""
            {"metadata":{"name":"pv-{{ns}}"},"spec":{"capacity":{"storage":"1Mi"},"accessModes":["ReadWriteOnce"],"claimRef":{"namespace":"{{ns}}","name":"c"},"csi":{"driver":"d.example","volumeHandle":"h","nodeStageSecretRef":{"namespace":"{{ns}}","name":"other"} } } }
            """);
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/persistentvolumeclaims", $$"""{"metadata":{"name":"c"},"spec":{"volumeName":"pv-{{ns}}","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Mi"} } } }""");
        Assert.Equal(403, (await KubeletAsync("n7", "GET", $"/api/v1/namespaces/{ns}/secrets/other")).Code);
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"q"},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}]}}""");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods/q/binding", """{"metadata":{"name":"q"},"target":{"kind":"Node","name":"n7"}}""");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods");
        Assert.Equal(200, (await KubeletAsync("n7", "GET", $"/api/v1/namespaces/{ns}/secrets/other")).Code);
        Assert.Equal(403, (await KubeletAsync("n8", "GET", $"/api/v1/namespaces/{ns}/secrets/other")).Code);
    }

    [Fact]
    public async Task A_kubelet_makes_its_own_node_and_no_other()
    {
        Assert.Equal(201, (await KubeletAsync("own", "POST", "/api/v1/nodes", """{"metadata":{"name":"own","labels":{"kubernetes.io/hostname":"own"}}}""")).Code);
        var (code, refused) = await KubeletAsync("own", "POST", "/api/v1/nodes", """{"metadata":{"name":"foreign"}}""");
        Assert.Equal((403, "nodes \"foreign\" is forbidden: node \"own\" is not allowed to modify node \"foreign\""), (code, refused.TextAt("message")));
    }

    [Theory]
    [InlineData("""{"metadata":{"labels":{"node-restriction.kubernetes.io/a":"b"}}}""", "is not allowed to modify labels: node-restriction.kubernetes.io/a")]
    [InlineData("""{"metadata":{"labels":{"node-role.kubernetes.io/control-plane":""}}}""", "is not allowed to modify labels: node-role.kubernetes.io/control-plane")]
    [InlineData("""{"spec":{"taints":[]}}""", "node \"t\" is not allowed to modify taints")]
    public async Task A_kubelet_gives_itself_no_standing(string patch, string reason)
    {
        await KubeletAsync("t", "POST", "/api/v1/nodes", """{"metadata":{"name":"t"}}""");
        var (code, refused) = await KubeletAsync("t", "PATCH", "/api/v1/nodes/t", patch, "application/merge-patch+json");
        Assert.Equal((403, $"nodes \"t\" is forbidden: {reason}"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task A_kubelet_reports_on_its_own_pods_only()
    {
        var ns = await PodOnAsync("n1");
        const string Merge = "application/merge-patch+json";
        Assert.Equal(200, (await KubeletAsync("n1", "PATCH", $"/api/v1/namespaces/{ns}/pods/p/status", """{"status":{"phase":"Running"}}""", Merge)).Code);
        Assert.Equal(403, (await KubeletAsync("n2", "PATCH", $"/api/v1/namespaces/{ns}/pods/p/status", """{"status":{"phase":"Failed"}}""", Merge)).Code);
        Assert.Equal(403, (await KubeletAsync("n2", "DELETE", $"/api/v1/namespaces/{ns}/pods/p")).Code);
        Assert.Equal(200, (await KubeletAsync("n1", "DELETE", $"/api/v1/namespaces/{ns}/pods/p")).Code);
    }

    [Fact]
    public async Task A_kubelet_makes_only_mirror_pods()
    {
        var ns = await cluster.NamespaceAsync();
        var (code, refused) = await KubeletAsync("n1", "POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"nodeName":"n1","containers":[{"name":"c","image":"i"}]}}""");
        Assert.Equal((403, "pods \"p\" is forbidden: pod does not have \"kubernetes.io/config.mirror\" annotation, node \"n1\" can only create mirror pods"), (code, refused.TextAt("message")));
        var (_, node) = await cluster.Server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"mirrors"}}""");
        Assert.Equal(201, (await KubeletAsync("mirrors", "POST", $"/api/v1/namespaces/{ns}/pods", $$$"""{"metadata":{"name":"p","annotations":{"kubernetes.io/config.mirror":"x"},"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"mirrors","uid":"{{{node.TextAt("metadata", "uid")}}}","controller":true}]},"spec":{"nodeName":"mirrors","containers":[{"name":"c","image":"i"}]}}""")).Code);
    }

    [Fact]
    public async Task A_kubelet_gets_tokens_for_its_pods_only()
    {
        var ns = await PodOnAsync("n1");
        var uid = (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/p")).Body.TextAt("metadata", "uid");
        var bound = $"{{\"spec\":{{\"boundObjectRef\":{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"{uid}\"}}}}}}";
        Assert.Equal(201, (await KubeletAsync("n1", "POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", bound)).Code);
        Assert.Equal(403, (await KubeletAsync("n2", "POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", bound)).Code);
        Assert.Equal(403, (await KubeletAsync("n1", "POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", "{}")).Code);
        // For whom the pod's volumes do not need one it gets none, unless it was given the right.
        string For(string audiences) => $"{{\"spec\":{{\"audiences\":[{audiences}],\"boundObjectRef\":{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"{uid}\"}}}}}}";
        var (code, refused) = await KubeletAsync("n1", "POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", For("\"vault\""));
        Assert.Equal((403, true), (code, refused.TextAt("message")!.EndsWith("audience \"vault\" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience", StringComparison.Ordinal)));
        Assert.Equal(403, (await KubeletAsync("n1", "POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", For("\"a\",\"b\""))).Code);
        await cluster.Server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", $$"""{"metadata":{"name":"vault-{{ns}}"},"rules":[{"apiGroups":[""],"verbs":["request-serviceaccounts-token-audience"],"resources":["vault"],"resourceNames":["default"]}]}""");
        await cluster.Server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", $$"""{"metadata":{"name":"vault-{{ns}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"vault-{{ns}}"},"subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"system:nodes"}]}""");
        await cluster.Server.SendAsync("GET", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
        Assert.Equal(201, (await KubeletAsync("n1", "POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", For("\"vault\""))).Code);
    }

    [Fact]
    public async Task A_kubelet_holds_its_own_lease()
    {
        const string Path = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
        Assert.Equal(201, (await KubeletAsync("n1", "POST", Path, """{"metadata":{"name":"n1"},"spec":{}}""")).Code);
        Assert.Equal(403, (await KubeletAsync("n2", "PATCH", Path + "/n1", "{}", "application/merge-patch+json")).Code);
        Assert.Equal(403, (await KubeletAsync("n1", "POST", Path, """{"metadata":{"name":"n2"},"spec":{}}""")).Code);
    }

    [Fact]
    public async Task A_kubelet_reads_its_own_pods_by_selector_and_by_name_and_no_others()
    {
        var ns = await PodOnAsync("n1");
        Assert.Equal(200, (await KubeletAsync("n1", "GET", "/api/v1/pods?fieldSelector=spec.nodeName%3Dn1")).Code);
        Assert.Equal(200, (await KubeletAsync("n1", "GET", $"/api/v1/namespaces/{ns}/pods/p")).Code);
        Assert.Equal(200, (await KubeletAsync("n1", "GET", $"/api/v1/namespaces/{ns}/pods?fieldSelector=metadata.name%3Dp")).Code);
        foreach (var query in (string[])["", "?fieldSelector=spec.nodeName%3Dn2", "?fieldSelector=spec.nodeName%21%3Dn2", "?labelSelector=a"])
        {
            var (code, refused) = await KubeletAsync("n1", "GET", "/api/v1/pods" + query);
            Assert.Equal(403, code);
            Assert.EndsWith("can only list/watch pods with spec.nodeName field selector", refused.TextAt("message"), StringComparison.Ordinal);
        }
        Assert.Equal(403, (await KubeletAsync("n2", "GET", $"/api/v1/namespaces/{ns}/pods/p")).Code);
    }

    [Fact]
    public async Task A_kubelet_reads_its_own_node_and_no_other()
    {
        await KubeletAsync("mine", "POST", "/api/v1/nodes", """{"metadata":{"name":"mine"}}""");
        Assert.Equal(200, (await KubeletAsync("mine", "GET", "/api/v1/nodes/mine")).Code);
        Assert.Equal(200, (await KubeletAsync("mine", "GET", "/api/v1/nodes?fieldSelector=metadata.name%3Dmine")).Code);
        Assert.EndsWith("node 'mine' cannot read all nodes, only its own Node object", (await KubeletAsync("mine", "GET", "/api/v1/nodes")).Body.TextAt("message"), StringComparison.Ordinal);
        Assert.EndsWith("node 'other' cannot read 'mine', only its own Node object", (await KubeletAsync("other", "GET", "/api/v1/nodes/mine")).Body.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubelet_publishes_the_devices_of_its_own_node_only()
    {
        const string Path = "/apis/resource.k8s.io/v1/resourceslices";
        static string Slice(string node) => $$"""{"metadata":{"name":"s-{{node}}"},"spec":{"nodeName":"{{node}}","driver":"d.example","pool":{"name":"{{node}}","resourceSliceCount":1},"devices":[] } }""";
        var (made, slice) = await KubeletAsync("n1", "POST", Path, Slice("n1"));
        Assert.True(made == 201, slice.ToString());
        Assert.Equal(403, (await KubeletAsync("n2", "POST", Path, Slice("n3"))).Code);
        Assert.Equal((200, 403), ((await KubeletAsync("n1", "GET", Path + "/s-n1")).Code, (await KubeletAsync("n2", "GET", Path + "/s-n1")).Code));
        Assert.Equal((200, 403), ((await KubeletAsync("n1", "GET", Path + "?fieldSelector=spec.nodeName%3Dn1")).Code, (await KubeletAsync("n1", "GET", Path)).Code));
        Assert.Equal((403, 200), ((await KubeletAsync("n2", "DELETE", Path + "/s-n1")).Code, (await KubeletAsync("n1", "DELETE", Path + "/s-n1")).Code));
    }
}
