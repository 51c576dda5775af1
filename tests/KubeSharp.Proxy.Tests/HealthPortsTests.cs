using System.Net;
using System.Net.Sockets;
using KubeSharp.Proxy.Snapshot;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Proxy.Tests;

public sealed class HealthPortsTests
{
    [Fact]
    public async Task A_load_balancer_learns_whether_the_node_serves_a_service()
    {
        var end = CancellationToken.None;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        using var ports = new HealthPorts(NullLogger.Instance);

        ports.Update([new(port, "shop", "web", 2)]);
        using (var answer = await http.GetAsync(new Uri("healthz", UriKind.Relative), end))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("""{"service":{"namespace":"shop","name":"web"},"localEndpoints":2,"serviceProxyHealthy":true}""", await answer.Content.ReadAsStringAsync(end));
        }
        ports.Update([new(port, "shop", "web", 0)]);
        using (var answer = await http.GetAsync(new Uri("", UriKind.Relative), end)) { Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode); }
        ports.Update([]);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("", UriKind.Relative), end));
    }
}
