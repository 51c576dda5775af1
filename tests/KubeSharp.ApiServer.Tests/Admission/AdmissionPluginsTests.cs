using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class AdmissionPluginsTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private AdmissionOptions Options => new() { Objects = cluster.Server.Server.Objects, IsAllowed = static (_, _) => new(true), RulesOf = static (_, _) => [] };

    [Fact]
    public void Quota_comes_last_and_namespaces_first()
    {
        var names = AdmissionPlugins.Create(Options).Select(static p => p.Name).ToArray();
        Assert.Equal(("NamespaceLifecycle", "ResourceQuota"), (names[0], names[^1]));
        Assert.DoesNotContain("AlwaysPullImages", names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Plugins_are_enabled_and_disabled_by_name()
    {
        var names = AdmissionPlugins.Create(Options with { Enabled = ["AlwaysPullImages"], Disabled = ["PodSecurity"] }).Select(static p => p.Name).ToArray();
        Assert.Contains("AlwaysPullImages", names);
        Assert.DoesNotContain("PodSecurity", names);
        Assert.Throws<ArgumentException>(() => AdmissionPlugins.Create(Options with { Enabled = ["NoSuchThing"] }));
    }

    [Fact]
    public async Task Images_are_always_pulled_where_that_is_on()
    {
        await using var server = await TestServer.StartAsync(static o => o with { EnabledAdmission = ["AlwaysPullImages"], DisabledAdmission = ["ServiceAccount"] });
        var (_, pod) = await server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i:1","imagePullPolicy":"Never"}]}}""");
        Assert.Equal("Always", ((ArrayNode)pod.At("spec", "containers")!)[0].TextAt("imagePullPolicy"));
        Assert.Null(pod.At("spec", "serviceAccountName"));
    }

    [Fact]
    public async Task Claims_and_ingresses_get_the_default_class_unless_they_name_one()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", "/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"fast","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"a/b","allowVolumeExpansion":true}""");
        await cluster.Server.SendAsync("POST", "/apis/networking.k8s.io/v1/ingressclasses", """{"metadata":{"name":"front","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}},"spec":{"controller":"a.b/c"}}""");
        await cluster.Server.SendAsync("GET", "/apis/networking.k8s.io/v1/ingressclasses");
        static string Claim(string name, string more) => "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}" + more + "}}";
        var claims = $"/api/v1/namespaces/{ns}/persistentvolumeclaims";
        Assert.Equal("fast", (await cluster.Server.SendAsync("POST", claims, Claim("a", ""))).Body.TextAt("spec", "storageClassName"));
        Assert.Equal("", (await cluster.Server.SendAsync("POST", claims, Claim("b", ",\"storageClassName\":\"\""))).Body.TextAt("spec", "storageClassName"));
        var (_, ingress) = await cluster.Server.SendAsync("POST", $"/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses", """{"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""");
        Assert.Equal("front", ingress.TextAt("spec", "ingressClassName"));
    }

    [Fact]
    public async Task Claims_grow_when_they_are_bound_and_their_class_allows_it()
    {
        var ns = await cluster.NamespaceAsync();
        foreach (var (name, grows) in (ReadOnlySpan<(string, string)>)[("stretch", "true"), ("stiff", "false")]) { Make(name, grows); }
        var path = $"/api/v1/namespaces/{ns}/persistentvolumeclaims/";
        foreach (var name in new[] { "stretch", "stiff" })
        {
            await cluster.Server.SendAsync("POST", path.TrimEnd('/'), "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"storageClassName\":\"" + name + "\",\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}}");
        }
        const string Grow = """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""", Merge = "application/merge-patch+json";
        Assert.Equal(422, (await cluster.Server.SendAsync("PATCH", path + "stretch", Grow, Merge)).Code);
        foreach (var name in new[] { "stretch", "stiff" }) { await cluster.Server.SendAsync("PATCH", path + name + "/status", """{"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}}""", Merge); }
        await cluster.Server.SendAsync("GET", "/apis/storage.k8s.io/v1/storageclasses");
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", path + "stretch", Grow, Merge)).Code);
        var (code, refused) = await cluster.Server.SendAsync("PATCH", path + "stiff", Grow, Merge);
        Assert.Equal(403, code);
        Assert.Contains("only dynamically provisioned pvc can be resized", refused.TextAt("message"));

        void Make(string name, string grows) => cluster.Server.SendAsync("POST", "/apis/storage.k8s.io/v1/storageclasses", "{\"metadata\":{\"name\":\"" + name + "\"},\"provisioner\":\"a/b\",\"allowVolumeExpansion\":" + grows + "}").GetAwaiter().GetResult();
    }

    [Fact]
    public async Task A_bound_pod_gets_the_zone_of_its_node()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"zoned","labels":{"topology.kubernetes.io/zone":"z1"}}}""");
        await cluster.Server.SendAsync("GET", "/api/v1/nodes");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods/p/binding", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"zoned"}}""");
        Assert.Equal("z1", (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/p")).Body.TextAt("metadata", "labels", "topology.kubernetes.io/zone"));
    }

    [Fact]
    public async Task New_nodes_are_not_ready_and_existing_ones_keep_their_taints()
    {
        var (_, node) = await cluster.Server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"fresh"},"spec":{"taints":[{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"},{"key":"own","effect":"NoExecute"}]}}""");
        Assert.Equal(["node.kubernetes.io/not-ready", "own"], ((ArrayNode)node.At("spec", "taints")!).Select(static t => t.Text("key")));
    }

    [Fact]
    public async Task Tolerations_of_ones_own_are_kept()
    {
        var ns = await cluster.NamespaceAsync();
        var (_, pod) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}],"containers":[{"name":"c","image":"i"}]}}""");
        Assert.Equal([5L, 300L], ((ArrayNode)pod.At("spec", "tolerations")!).Select(static t => t.Number("tolerationSeconds") ?? 0));
    }
}
