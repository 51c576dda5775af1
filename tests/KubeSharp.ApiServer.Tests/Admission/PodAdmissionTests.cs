using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>What becomes of pods on their way in: accounts, priorities, limits, runtime classes.</summary>
public sealed class PodAdmissionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private async Task<(int Code, ObjectNode Body)> PodAsync(string ns, string more = "", string container = "") =>
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"" + container + "}]" + more + "}}");

    [Fact]
    public async Task A_pod_that_wants_no_token_gets_none()
    {
        var (_, pod) = await PodAsync(await cluster.NamespaceAsync(), ",\"automountServiceAccountToken\":false");
        Assert.Null(pod.At("spec", "volumes"));
        Assert.Equal("default", pod.TextAt("spec", "serviceAccountName"));
    }

    [Fact]
    public async Task An_account_that_mounts_no_token_decides_where_the_pod_says_nothing()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"bare"},"automountServiceAccountToken":false,"imagePullSecrets":[{"name":"reg"}]}""");
        var (_, pod) = await PodAsync(ns, ",\"serviceAccountName\":\"bare\"");
        Assert.Null(pod.At("spec", "volumes"));
        Assert.Equal("reg", ((ArrayNode)pod.At("spec", "imagePullSecrets")!)[0].TextAt("name"));
    }

    [Fact]
    public async Task A_container_that_mounts_something_at_the_tokens_place_keeps_it()
    {
        var (_, pod) = await PodAsync(await cluster.NamespaceAsync(), ",\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}]", ",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}]");
        Assert.Equal("v", Assert.Single((ArrayNode)pod.At("spec", "volumes")!).TextAt("name"));
    }

    [Fact]
    public async Task A_pod_whose_namespace_has_no_default_account_is_refused()
    {
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"bare"}}""");
        var (code, refused) = await PodAsync("bare");
        Assert.Equal((403, "pods \"p\" is forbidden: error looking up service account bare/default: serviceaccount \"default\" not found"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task The_priority_comes_from_the_class()
    {
        var (_, pod) = await PodAsync(await cluster.NamespaceAsync(), ",\"priorityClassName\":\"system-node-critical\"");
        Assert.Equal(2000001000, ((NumberNode)pod.At("spec", "priority")!).Integer);
    }

    [Theory]
    [InlineData(",\"priorityClassName\":\"nope\"", "no PriorityClass with name nope was found")]
    [InlineData(",\"priority\":7", "the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name")]
    [InlineData(",\"runtimeClassName\":\"nope\"", "pod rejected: RuntimeClass \"nope\" not found")]
    public async Task A_pod_cannot_make_up_its_standing(string more, string reason)
    {
        var (code, refused) = await PodAsync(await cluster.NamespaceAsync(), more);
        Assert.Equal((403, $"pods \"p\" is forbidden: {reason}"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task A_runtime_class_brings_overhead_and_placement()
    {
        await cluster.Server.SendAsync("POST", "/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"vm"},"handler":"vm","overhead":{"podFixed":{"cpu":"250m"}},"scheduling":{"nodeSelector":{"vm":"yes"}}}""");
        var (_, pod) = await PodAsync(await cluster.NamespaceAsync(), ",\"runtimeClassName\":\"vm\"");
        Assert.Equal(("250m", "yes"), (pod.TextAt("spec", "overhead", "cpu"), pod.TextAt("spec", "nodeSelector", "vm")));
    }

    [Fact]
    public async Task Of_limit_ranges_the_first_gives_and_the_next_gives_what_is_left()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/limitranges", """{"metadata":{"name":"a"},"spec":{"limits":[{"type":"Container","defaultRequest":{"cpu":"100m"}}]}}""");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/limitranges", """{"metadata":{"name":"b"},"spec":{"limits":[{"type":"Container","defaultRequest":{"cpu":"200m","memory":"1Mi"}}]}}""");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/limitranges");
        var (_, pod) = await PodAsync(ns);
        var container = ((ArrayNode)pod.At("spec", "containers")!)[0];
        Assert.Equal(("100m", "1Mi"), (container.TextAt("resources", "requests", "cpu"), container.TextAt("resources", "requests", "memory")));
        Assert.Equal("LimitRanger plugin set: memory request for container c", pod.TextAt("metadata", "annotations", "kubernetes.io/limit-ranger"));
    }

    [Fact]
    public async Task Limit_ranges_fill_in_and_bound()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/limitranges", """{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","default":{"cpu":"500m"},"defaultRequest":{"cpu":"100m"},"max":{"cpu":"1"},"min":{"cpu":"50m"},"maxLimitRequestRatio":{"cpu":"5"}}]}}""");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/limitranges");
        var (_, pod) = await PodAsync(ns);
        var container = ((ArrayNode)pod.At("spec", "containers")!)[0];
        Assert.Equal(("500m", "100m"), (container.TextAt("resources", "limits", "cpu"), container.TextAt("resources", "requests", "cpu")));
        Assert.Equal("LimitRanger plugin set: cpu request for container c; cpu limit for container c", pod.TextAt("metadata", "annotations", "kubernetes.io/limit-ranger"));
        await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}/pods/p");
        var (code, refused) = await PodAsync(ns, "", ",\"resources\":{\"limits\":{\"cpu\":\"2\"},\"requests\":{\"cpu\":\"10m\"}}");
        Assert.Equal((403, "pods \"p\" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m, maximum cpu usage per Container is 1, but limit is 2, cpu max limit to request ratio per Container is 5, but provided ratio is 200.000000]"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task A_quota_counts_what_is_made_and_refuses_more()
    {
        var ns = await cluster.NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/resourcequotas";
        await cluster.Server.SendAsync("POST", path, """{"metadata":{"name":"q"},"spec":{"hard":{"count/configmaps":"1","pods":"1"}}}""");
        await cluster.Server.SendAsync("PATCH", path + "/q/status", """{"status":{"hard":{"count/configmaps":"1","pods":"1"},"used":{"count/configmaps":"0","pods":"0"}}}""", "application/merge-patch+json");
        await cluster.Server.SendAsync("GET", path);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""")).Code);
        Assert.Equal("1", (await cluster.Server.SendAsync("GET", path + "/q")).Body.TextAt("status", "used", "count/configmaps"));
        var (code, refused) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"b"}}""");
        Assert.Equal((403, "configmaps \"b\" is forbidden: exceeded quota: q, requested: count/configmaps=1, used: count/configmaps=1, limited: count/configmaps=1"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task A_quota_on_requests_wants_them_named()
    {
        var ns = await cluster.NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/resourcequotas";
        await cluster.Server.SendAsync("POST", path, """{"metadata":{"name":"q"},"spec":{"hard":{"requests.cpu":"1","limits.memory":"1Gi"}}}""");
        await cluster.Server.SendAsync("PATCH", path + "/q/status", """{"status":{"hard":{"requests.cpu":"1","limits.memory":"1Gi"},"used":{"requests.cpu":"0","limits.memory":"0"}}}""", "application/merge-patch+json");
        await cluster.Server.SendAsync("GET", path);
        var (code, refused) = await PodAsync(ns);
        Assert.Equal((403, "pods \"p\" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c"), (code, refused.TextAt("message")));
        Assert.Equal("0", (await cluster.Server.SendAsync("GET", path + "/q")).Body.TextAt("status", "used", "requests.cpu"));
    }

    [Fact]
    public async Task A_resize_is_held_within_quotas_and_limit_ranges()
    {
        var ns = await cluster.NamespaceAsync();
        var (root, merge) = ($"/api/v1/namespaces/{ns}", "application/merge-patch+json");
        await cluster.Server.SendAsync("POST", root + "/resourcequotas", """{"metadata":{"name":"q"},"spec":{"hard":{"requests.cpu":"1"}}}""");
        await cluster.Server.SendAsync("PATCH", root + "/resourcequotas/q/status", """{"status":{"hard":{"requests.cpu":"1"},"used":{"requests.cpu":"0"}}}""", merge);
        await cluster.Server.SendAsync("POST", root + "/limitranges", """{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","min":{"cpu":"50m"}}]}}""");
        await cluster.Server.SendAsync("GET", root + "/limitranges");
        Assert.Equal(201, (await PodAsync(ns, "", ",\"resources\":{\"requests\":{\"cpu\":\"500m\"}}")).Code);
        async Task<(int, string?)> ResizeAsync(string cpu)
        {
            var (code, body) = await cluster.Server.SendAsync("PATCH", root + "/pods/p/resize", "{\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":{\"cpu\":\"" + cpu + "\"}}}]}}", "application/strategic-merge-patch+json");
            return (code, code == 200 ? null : body.TextAt("message"));
        }
        Assert.Equal((403, "pods \"p\" is forbidden: exceeded quota: q, requested: requests.cpu=1500m, used: requests.cpu=500m, limited: requests.cpu=1"), await ResizeAsync("2"));
        Assert.Equal((403, "pods \"p\" is forbidden: minimum cpu usage per Container is 50m, but request is 10m"), await ResizeAsync("10m"));
        Assert.Equal((200, null), await ResizeAsync("800m"));
        Assert.Equal("800m", (await cluster.Server.SendAsync("GET", root + "/resourcequotas/q")).Body.TextAt("status", "used", "requests.cpu"));
    }

    [Fact]
    public async Task Services_take_no_external_addresses_where_that_is_denied()
    {
        await using var server = await TestServer.StartAsync(static o => o with { EnabledAdmission = ["DenyServiceExternalIPs"] });
        const string Services = "/api/v1/namespaces/default/services";
        var (code, refused) = await server.SendAsync("POST", Services, """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}],"externalIPs":["192.0.2.9"]}}""");
        Assert.Equal((403, "services \"s\" is forbidden: Use of external IPs is denied by admission control"), (code, refused.TextAt("message")));
        Assert.Equal(201, (await server.SendAsync("POST", Services, """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""")).Code);
        Assert.Equal(403, (await server.SendAsync("PATCH", Services + "/s", """{"spec":{"externalIPs":["192.0.2.9"]}}""", "application/merge-patch+json")).Code);
    }

    [Fact]
    public async Task Only_one_priority_class_is_the_default()
    {
        const string Path = "/apis/scheduling.k8s.io/v1/priorityclasses";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", Path, """{"metadata":{"name":"first"},"value":5,"globalDefault":true}""")).Code);
        await cluster.Server.SendAsync("GET", Path);
        var (code, refused) = await cluster.Server.SendAsync("POST", Path, """{"metadata":{"name":"second"},"value":6,"globalDefault":true}""");
        Assert.Equal((403, "priorityclasses.scheduling.k8s.io \"second\" is forbidden: PriorityClass first is already marked as default. Only one default can exist"), (code, refused.TextAt("message")));
        await cluster.Server.SendAsync("DELETE", Path + "/first");
    }
}
