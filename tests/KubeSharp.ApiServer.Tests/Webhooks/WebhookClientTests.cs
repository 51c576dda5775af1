using System.Net;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Webhooks;

public sealed class WebhookClientTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_service_is_reached_at_an_endpoint_under_its_own_name_and_the_connection_is_kept()
    {
        var server = "";
        await using var webhook = await WebhookServer.StartAsync((http, body) =>
        {
            server = http.Request.Host.Host;
            return Task.FromResult<ObjectNode?>(ObjectNode.Of(("echo", body)));
        }, "hook.ns.svc");
        using var client = new WebhookClient(_ => webhook.Address, Egress.Direct);
        var endpoint = WebhookEndpoint.Read((ObjectNode)Node.Parse($$"""{"service":{"namespace":"ns","name":"hook","path":"/convert"},"caBundle":"{{WebhookServer.CaBundle}}"}"""));
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.PostAsync(endpoint, ObjectNode.Of(("n", i)), _limit, default);
            Assert.Equal(i, ((NumberNode)answer.At("echo", "n")!).Integer);
        }
        Assert.Equal("hook.ns.svc", server);
        Assert.All(webhook.Calls, static c => Assert.Equal("/convert", c.Path));
        Assert.Single(webhook.Connections);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_or_another_name_is_refused()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, body) => Task.FromResult<ObjectNode?>(body), "hook.ns.svc");
        using var client = new WebhookClient(_ => webhook.Address, Egress.Direct);
        var other = Pki.Certificates.CertificateAuthority.Create("other", DateTimeOffset.UtcNow).Certificate.ExportCertificatePem();
        await Fails(client, new WebhookEndpoint(new Uri(webhook.Url)) { Authorities = other }, "certificate");
        await Fails(client, new WebhookEndpoint(new Uri(webhook.Url)), "certificate");
        await Fails(client, new WebhookEndpoint(new Uri("https://other.ns.svc/")) { Authorities = WebhookServer.CaPem }, "certificate");
        Assert.Empty(webhook.Calls);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var webhook = await WebhookServer.StartAsync(static (http, _) =>
        {
            http.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.FromResult<ObjectNode?>(null);
        });
        using var client = new WebhookClient(static _ => throw new InvalidOperationException(), Egress.Direct);
        await Fails(client, new WebhookEndpoint(new Uri(webhook.Url + "/first")) { Authorities = WebhookServer.CaPem }, "redirects are not followed");
        Assert.Equal("/first", Assert.Single(webhook.Calls).Path);
    }

    [Fact]
    public async Task A_webhook_that_is_too_slow_or_says_too_much_fails()
    {
        await using var webhook = await WebhookServer.StartAsync(static async (http, _) =>
        {
            if (http.Request.Path == "/slow") { await Task.Delay(Timeout.Infinite, http.RequestAborted); }
            return ObjectNode.Of(("text", new string('x', WebhookClient.AnswerBytesMax)));
        });
        using var client = new WebhookClient(static _ => throw new InvalidOperationException(), Egress.Direct);
        await Fails(client, new WebhookEndpoint(new Uri(webhook.Url + "/slow")) { Authorities = WebhookServer.CaPem }, "context deadline exceeded", 0.2);
        await Fails(client, new WebhookEndpoint(new Uri(webhook.Url + "/large")) { Authorities = WebhookServer.CaPem }, "larger than");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    public void Endpoints_that_lead_to_the_machine_itself_are_left_out(string address)
    {
        var slice = (ObjectNode)Node.Parse($$"""{"metadata":{"labels":{"kubernetes.io/service-name":"s"} },"ports":[{"name":"","port":8443}],"endpoints":[{"addresses":["{{address}}"]},{"addresses":["10.0.0.9"],"conditions":{"ready":false} },{"addresses":["10.0.0.5"],"conditions":{"ready":true} }]}""");
        Assert.Equal([new IPEndPoint(IPAddress.Parse("10.0.0.5"), 8443)], ServiceAddresses.Ready([slice], "s", ""));
    }

    private static async Task Fails(WebhookClient client, WebhookEndpoint endpoint, string why, double seconds = 60)
    {
        var failure = await Assert.ThrowsAsync<WebhookException>(async () => await client.PostAsync(endpoint, ObjectNode.Empty, TimeSpan.FromSeconds(seconds), default));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }
}
