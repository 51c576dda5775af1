using System.Net;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Security;

/// <summary>Where users can lead the server, and what it does with what it finds there.</summary>
public sealed class ProxyTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private async Task<string> PodOnAsync(WebhookServer kubelet, string node)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", "/api/v1/nodes", $$"""{"metadata":{"name":"{{node}}"} }""");
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", $"/api/v1/nodes/{node}/status", $$"""{"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":{{kubelet.Address.Port}} } } } }""", "application/merge-patch+json")).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", $$"""{"metadata":{"name":"p"},"spec":{"nodeName":"{{node}}","containers":[{"name":"c","image":"i"}]} }""")).Code);
        await CustomResourceKit.UntilAsync(async () => (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/p")).Code == 200, "the pod");
        return ns;
    }

    [Fact]
    public async Task An_upgrade_whose_backend_does_not_agree_is_closed()
    {
        await using var kubelet = await WebhookServer.StartAsync(static async (context, _) =>
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("no");
            return null;
        });
        var ns = await PodOnAsync(kubelet, "refusing");
        // Read to its end: the test would hang if the connection were kept.
        var answer = await cluster.Server.RawAsync($"GET /api/v1/namespaces/{ns}/pods/p/exec?command=ls&stdout=1 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\nGET /api/v1/nodes HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("NodeList", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_from_a_backend_is_handed_on_and_never_followed()
    {
        await using var kubelet = await WebhookServer.StartAsync(static (context, _) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "https://127.0.0.1:1/elsewhere";
            return Task.FromResult<Machinery.Documents.ObjectNode?>(null);
        });
        var ns = await PodOnAsync(kubelet, "redirecting");
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = cluster.Server.Address };
        using var answer = await client.GetAsync(new Uri($"/api/v1/namespaces/{ns}/pods/p/log", UriKind.Relative));
        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Single(kubelet.Calls);
        Assert.DoesNotContain(kubelet.Calls, static c => c.Path.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_whose_address_is_the_servers_own_machine_is_not_proxied_to()
    {
        await using var kubelet = await WebhookServer.StartAsync(static (_, _) => Task.FromResult<Machinery.Documents.ObjectNode?>(Machinery.Documents.ObjectNode.Empty));
        await PodOnAsync(kubelet, "loopback");
        foreach (var name in (string[])["loopback", $"loopback:{kubelet.Address.Port + 1}"])
        {
            var (code, answer) = await cluster.Server.SendAsync("GET", $"/api/v1/nodes/{name}/proxy/pods");
            Assert.Equal((400, "address not allowed"), (code, answer.TextAt("message")));
        }
        Assert.Empty(kubelet.Calls);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    public async Task A_pod_whose_address_is_loopback_or_link_local_is_not_proxied_to(string address)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await cluster.Server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}/pods/p/status", $$"""{"status":{"podIP":"{{address}}","podIPs":[{"ip":"{{address}}"}]} }""", "application/merge-patch+json");
        await CustomResourceKit.UntilAsync(async () => (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/p")).Body.TextAt("status", "podIP") is { Length: > 0 }, "the address");
        var (code, answer) = await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/p:8080/proxy/x");
        Assert.Equal((400, "address not allowed"), (code, answer.TextAt("message")));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("ff02::1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("2001:db8::1", false)]
    public void An_address_that_users_wrote_never_leads_the_server_to_its_own_machine(string address, bool isForbidden) =>
        Assert.Equal(isForbidden, ServiceAddresses.IsForbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task Endpoints_to_loopback_and_link_local_are_refused(string address)
    {
        var ns = await cluster.NamespaceAsync();
        var (code, _) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/endpoints", $$"""{"metadata":{"name":"e"},"subsets":[{"addresses":[{"ip":"{{address}}"}],"ports":[{"port":80}]}]}""");
        Assert.Equal(422, code);
        (code, _) = await cluster.Server.SendAsync("POST", $"/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices", $$"""{"metadata":{"name":"e"},"addressType":"IPv4","endpoints":[{"addresses":["{{address}}"]}],"ports":[{"port":80}]}""");
        Assert.Equal(422, code);
    }
}
