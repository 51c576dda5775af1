using System.Net;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

public sealed class UserAgentTests
{
    // Kubernetes' own names have more parts than the grammar of the header; who writes what is known by them.
    [Theory]
    [InlineData("kube-controller-manager/v1.36/replicaset-controller")]
    [InlineData("kubesharp/v1.36")]
    public async Task The_name_of_the_client_is_sent_as_it_is(string agent)
    {
        var sent = new Sent();
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://server.invalid"), UserAgent = agent }, TimeProvider.System, sent);
        await client.GetAsync<ConfigMap>("n", "a", default);
        Assert.Equal([agent], sent.Agents);
    }

    private sealed class Sent : HttpMessageHandler
    {
        public List<string> Agents { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Agents.AddRange(request.Headers.NonValidated["User-Agent"]);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"metadata":{"name":"a"}}""") });
        }
    }
}
