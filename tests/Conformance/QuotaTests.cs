using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Quotas and limit ranges: their own lives, and those of what they count.</summary>
public sealed class QuotaTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private TestServer Server => plane.Server;

    [Theory]
    [InlineData("secrets", "", "secrets", """{"metadata":{"name":"o"},"stringData":{"a":"b"}}""")]
    [InlineData("count/replicasets.apps", "/apis/apps/v1", "replicasets", """{"metadata":{"name":"o"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""")]
    [InlineData("replicationcontrollers", "", "replicationcontrollers", """{"metadata":{"name":"o"},"spec":{"replicas":0,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""")]
    [InlineData("persistentvolumeclaims", "", "persistentvolumeclaims", """{"metadata":{"name":"o"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""")]
    public async Task What_is_made_is_counted_and_what_goes_is_given_back(string counted, string root, string resource, string body)
    {
        var ns = await plane.NamespaceAsync();
        var quotas = $"/api/v1/namespaces/{ns}/resourcequotas";
        await Server.PostAsync(quotas, $$$"""{"metadata":{"name":"q"},"spec":{"hard":{"{{{counted}}}":"1"} } }""");
        await UsedAsync($"{quotas}/q", counted, "0");
        var collection = $"{(root.Length > 0 ? root : "/api/v1")}/namespaces/{ns}/{resource}";
        await Server.PostAsync(collection, body);
        await UsedAsync($"{quotas}/q", counted, "1");
        var refused = await Server.PostAsync(collection, Node.Parse(body).With(["metadata", "name"], "p").ToString(), 403);
        Assert.Contains($"exceeded quota: q, requested: {counted}=1, used: {counted}=1, limited: {counted}=1", refused.TextAt("message"), StringComparison.Ordinal);
        await Server.DeleteAsync($"{collection}/o");
        await UsedAsync($"{quotas}/q", counted, "0");
    }

    [Fact]
    public async Task A_quota_goes_through_its_life()
    {
        var ns = await plane.NamespaceAsync();
        var quotas = $"/api/v1/namespaces/{ns}/resourcequotas";
        using var watch = await Watching.StartAsync(Server, quotas, "labelSelector=e2e%3Dquota");
        await Server.PostAsync(quotas, """{"metadata":{"name":"q","labels":{"e2e":"quota"}},"spec":{"hard":{"cpu":"1","memory":"500Mi"}}}""");
        Assert.Equal(("1", "500Mi"), (await Server.GetAsync($"{quotas}/q") is var made ? made.TextAt("spec", "hard", "cpu") : "", made.TextAt("spec", "hard", "memory")));
        var updated = await Server.ChangeAsync($"{quotas}/q", static q => q.With(["spec", "hard"], ObjectNode.Of(("cpu", "2"), ("memory", "1Gi"))));
        Assert.Equal(("2", "1Gi"), (updated.TextAt("spec", "hard", "cpu"), updated.TextAt("spec", "hard", "memory")));
        await Server.StrategicAsync($"{quotas}/q", """{"metadata":{"labels":{"patched":"yes"}},"spec":{"hard":{"memory":"750Mi"}}}""");
        Assert.Equal("750Mi", Assert.Single(await Server.ListAsync("/api/v1/resourcequotas?labelSelector=patched%3Dyes")).TextAt("spec", "hard", "memory"));
        await Server.DeleteAsync($"{quotas}?labelSelector=e2e%3Dquota");
        await watch.NextAsync("DELETED");
        await Server.GetAsync($"{quotas}/q", 404);
    }

    [Fact]
    public async Task A_quotas_status_is_updated_and_patched_and_becomes_right_again()
    {
        var ns = await plane.NamespaceAsync();
        var quotas = $"/api/v1/namespaces/{ns}/resourcequotas";
        await Server.PostAsync(quotas, """{"metadata":{"name":"q","labels":{"e2e":"status"}},"spec":{"hard":{"cpu":"500m","memory":"500Mi"}}}""");
        await UsedAsync($"{quotas}/q", "cpu", "0");
        using var watch = await Watching.StartAsync(Server, quotas);
        var updated = await Server.ChangeAsync($"{quotas}/q/status", static q => q.With(["status", "hard"], ObjectNode.Of(("cpu", "1"), ("memory", "1Gi"))));
        Assert.Equal("1Gi", updated.TextAt("status", "hard", "memory"));
        await watch.NextAsync("MODIFIED", static q => q.TextAt("status", "hard", "memory") == "1Gi");
        await watch.NextAsync("MODIFIED", static q => q.TextAt("status", "hard", "memory") == "500Mi");
        await Server.StrategicAsync($"{quotas}/q/status", """{"metadata":{"annotations":{"patched":"yes"}},"status":{"hard":{"cpu":"2"}}}""");
        await watch.NextAsync("MODIFIED", static q => q.TextAt("status", "hard", "cpu") == "2");
        await watch.NextAsync("MODIFIED", static q => q.TextAt("status", "hard", "cpu") == "500m");
    }

    [Fact]
    public async Task A_limit_range_gives_defaults_and_refuses_what_is_beyond_it()
    {
        var ns = await plane.NamespaceAsync();
        var ranges = $"/api/v1/namespaces/{ns}/limitranges";
        await Server.PostAsync(ranges, """{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","min":{"cpu":"50m","memory":"100Mi","ephemeral-storage":"100Gi"},"max":{"cpu":"500m","memory":"500Mi","ephemeral-storage":"500Gi"},"default":{"cpu":"500m","memory":"500Mi","ephemeral-storage":"500Gi"},"defaultRequest":{"cpu":"100m","memory":"200Mi","ephemeral-storage":"200Gi"}}]}}""");
        var pods = $"/api/v1/namespaces/{ns}/pods";
        var plain = await Server.PostAsync(pods, Pod("plain", "{}"));
        Assert.Equal(Node.Parse("""{"limits":{"cpu":"500m","ephemeral-storage":"500Gi","memory":"500Mi"},"requests":{"cpu":"100m","ephemeral-storage":"200Gi","memory":"200Mi"}}"""), ((ArrayNode)plain.At("spec", "containers")!)[0].At("resources"));
        var some = await Server.PostAsync(pods, Pod("some", """{"requests":{"cpu":"300m","memory":"200Mi"},"limits":{"cpu":"300m"}}"""));
        Assert.Equal(Node.Parse("""{"limits":{"cpu":"300m","ephemeral-storage":"500Gi","memory":"500Mi"},"requests":{"cpu":"300m","ephemeral-storage":"200Gi","memory":"200Mi"}}"""), ((ArrayNode)some.At("spec", "containers")!)[0].At("resources"));
        await Server.PostAsync(pods, Pod("small", """{"requests":{"cpu":"10m","memory":"50Mi"}}"""), 403);
        await Server.PostAsync(pods, Pod("wide", """{"requests":{"cpu":"100m","memory":"200Mi"},"limits":{"cpu":"600m","memory":"600Mi"}}"""), 403);
        await Server.PostAsync(pods, Pod("large", """{"requests":{"cpu":"600m","memory":"600Mi"}}"""), 422);
        await Server.ChangeAsync($"{ranges}/l", static l => l.With(["spec", "limits"], new ArrayNode([.. ((ArrayNode)l.At("spec", "limits")!).Select(static i => i.With(["min"], ObjectNode.Of(("cpu", "9m"), ("memory", "49Mi"))))])));
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("POST", pods, Pod("small", """{"requests":{"cpu":"10m","memory":"50Mi"}}"""))).Code == 201, "the new limits to count");
        await Server.PostAsync(pods, Pod("large", """{"requests":{"cpu":"600m","memory":"600Mi"}}"""), 422);
        await Server.DeleteAsync($"{ranges}/l");
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("POST", pods, Pod("large", """{"requests":{"cpu":"600m","memory":"600Mi"}}"""))).Code == 201, "no limits to count");
    }

    [Fact]
    public async Task Limit_ranges_are_listed_patched_and_deleted_as_a_collection()
    {
        var (a, b) = (await plane.NamespaceAsync(), await plane.NamespaceAsync());
        foreach (var ns in (string[])[a, b]) { await Server.PostAsync($"/api/v1/namespaces/{ns}/limitranges", """{"metadata":{"name":"l","labels":{"e2e":"limits"}},"spec":{"limits":[{"type":"Container","min":{"cpu":"50m"},"max":{"cpu":"500m"},"default":{"cpu":"500m"},"defaultRequest":{"cpu":"100m"}}]}}"""); }
        Assert.Equal(2, (await Server.ListAsync("/api/v1/limitranges?labelSelector=e2e%3Dlimits")).Length);
        var patched = await Server.StrategicAsync($"/api/v1/namespaces/{a}/limitranges/l", """{"metadata":{"labels":{"l":"patched"}},"spec":{"limits":[{"type":"Container","min":{"cpu":"40m"}}]}}""");
        Assert.Equal(("patched", "40m"), (patched.TextAt("metadata", "labels", "l"), ((ArrayNode)patched.At("spec", "limits")!)[0].TextAt("min", "cpu")));
        await Server.DeleteAsync($"/api/v1/namespaces/{a}/limitranges?labelSelector=e2e%3Dlimits");
        Assert.Equal(b, Assert.Single(await Server.ListAsync("/api/v1/limitranges?labelSelector=e2e%3Dlimits")).TextAt("metadata", "namespace"));
    }

    private Task UsedAsync(string path, string name, string count) => CustomResourceKit.UntilAsync(async () => (await Server.GetAsync(path)).TextAt("status", "used", name) == count, $"{path} to have used {count} {name}");

    private static string Pod(string name, string resources) => ObjectNode.Of(("metadata", ObjectNode.Of(("name", name))), ("spec", ObjectNode.Of(("containers", ArrayNode.Of(ObjectNode.Of(("name", "c"), ("image", "i"), ("resources", Node.Parse(resources)))))))).ToString();
}
