using System.Net;
using System.Text;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

public sealed class ClientMetricsTests
{
    private sealed class Server : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.Method == HttpMethod.Get
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") }) : throw new HttpRequestException("no");
    }

    [Fact]
    public async Task Requests_are_counted_by_their_answer_and_those_without_one_too()
    {
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://server.invalid:6443") }, TimeProvider.System, new Server());
        await client.RequestAsync(HttpMethod.Get, "/version", default, "", CancellationToken.None);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.RequestAsync(HttpMethod.Delete, "/version", default, "", CancellationToken.None));
        var text = new StringBuilder();
        client.WriteMetrics(text);
        Assert.Contains("rest_client_requests_total{code=\"200\",host=\"server.invalid:6443\",method=\"GET\"} 1\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("rest_client_requests_total{code=\"<error>\",host=\"server.invalid:6443\",method=\"DELETE\"} 1\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("rest_client_request_duration_seconds_count{host=\"server.invalid:6443\",verb=\"GET\"} 1\n", text.ToString(), StringComparison.Ordinal);
    }
}
