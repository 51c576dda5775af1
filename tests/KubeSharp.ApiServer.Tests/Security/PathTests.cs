using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Security;

/// <summary>What is authorized is what is served, however the path is written.</summary>
public sealed class PathTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private async Task<string> ReaderAsync()
    {
        var own = await cluster.NamespaceAsync();
        var user = "reader-of-" + own;
        await cluster.Server.SendAsync("POST", $"/apis/rbac.authorization.k8s.io/v1/namespaces/{own}/rolebindings", $$"""{"metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{user}}"}]}""");
        await CustomResourceKit.UntilAsync(async () => (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{own}/secrets", user: user)).Code == 200, "the reader to read");
        return own;
    }

    [Theory]
    [InlineData("/api/v1/namespaces/OWN/../OTHER/secrets/s")]
    [InlineData("/api/v1/namespaces/OWN/secrets/../../OTHER/secrets/s")]
    [InlineData("/api/v1/namespaces/OWN%2f..%2fOTHER/secrets/s")]
    [InlineData("/api/v1/namespaces/OWN/secrets/..%2f..%2fOTHER%2fsecrets%2fs")]
    [InlineData("/api/v1/namespaces/OWN/secrets/%2e%2e/%2e%2e/OTHER/secrets/s")]
    [InlineData("/api/v1/namespaces/OWN%00/../OTHER/secrets/s")]
    [InlineData("/api/v1/namespaces/OWN//../OTHER/secrets/s")]
    [InlineData("//api/v1/namespaces/OTHER/secrets/s")]
    [InlineData("/api/v1/watch/namespaces/OTHER/secrets/s")]
    [InlineData("/api/v1/secrets?fieldSelector=metadata.namespace%3DOTHER")]
    [InlineData("/api/v1/namespaces/OTHER/secrets?fieldSelector=metadata.name%3Ds")]
    public async Task A_path_with_dots_or_escaped_slashes_reads_nothing_of_another_namespace(string path)
    {
        var (own, other) = (await ReaderAsync(), await cluster.NamespaceAsync());
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{other}/secrets", """{"metadata":{"name":"s"},"stringData":{"password":"hunter2"}}""");
        var asked = path.Replace("OWN", own, StringComparison.Ordinal).Replace("OTHER", other, StringComparison.Ordinal);
        var answer = await cluster.Server.RawAsync($"GET {asked} HTTP/1.1\r\nHost: localhost\r\nX-User: reader-of-{own}\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("aHVudGVyMg==", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 5", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/watch/namespaces/NS/configmaps/mine?timeoutSeconds=1")]
    [InlineData("/api/v1/namespaces/NS/configmaps/mine?watch=true&timeoutSeconds=1")]
    [InlineData("/api/v1/namespaces/NS/configmaps?watch=true&fieldSelector=metadata.name%3Dmine&timeoutSeconds=1")]
    public async Task Who_may_watch_one_object_sees_no_other(string path)
    {
        var ns = await cluster.NamespaceAsync();
        foreach (var name in (string[])["mine", "other"]) { Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", "{\"metadata\":{\"name\":\"" + name + "\"}}")).Code); }
        var role = $$"""{"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["mine"],"verbs":["get","watch"]}]}""";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", role)).Code);
        var binding = $$"""{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"one-of-{{ns}}"}]}""";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings", binding)).Code);
        var answer = await cluster.Server.RawAsync($"GET {path.Replace("NS", ns, StringComparison.Ordinal)} HTTP/1.1\r\nHost: localhost\r\nX-User: one-of-{ns}\r\nConnection: close\r\n\r\n");
        Assert.Contains("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"mine\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"name\":\"other\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_custom_resource_is_read_by_its_own_path_and_scope_only()
    {
        await CustomResourceKit.DefineAsync(cluster.Server, CustomResourceKit.Definition());
        await CustomResourceKit.DefineAsync(cluster.Server, CustomResourceKit.Definition("globaltabs", "GlobalTab").Replace("\"Namespaced\"", "\"Cluster\"", StringComparison.Ordinal));
        var ns = await cluster.NamespaceAsync();
        const string group = "/apis/stable.example.com/v1";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"{group}/namespaces/{ns}/crontabs", CustomResourceKit.Tab("t"))).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"{group}/globaltabs", CustomResourceKit.Tab("g").Replace("\"CronTab\"", "\"GlobalTab\"", StringComparison.Ordinal))).Code);
        foreach (var path in (string[])[$"{group}/crontabs/t", $"{group}/namespaces/{ns}/globaltabs/g", $"{group}/namespaces/{ns}/globaltabs", $"{group}/namespaces/other/crontabs/t", $"/apis/stable.example.com/v2/namespaces/{ns}/crontabs/t", $"/apis/other.example.com/v1/namespaces/{ns}/crontabs/t", $"/api/v1/namespaces/{ns}/crontabs/t"])
        {
            Assert.Contains((await cluster.Server.SendAsync("GET", path)).Code, (int[])[404, 405]);
        }
        Assert.Equal(200, (await cluster.Server.SendAsync("GET", $"{group}/namespaces/{ns}/crontabs/t")).Code);
        Assert.Equal(200, (await cluster.Server.SendAsync("GET", $"{group}/globaltabs/g")).Code);
    }
}
