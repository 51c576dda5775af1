using System.Net.Sockets;
using System.Text;
using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Pipeline;

/// <summary>The time that a request has.</summary>
public sealed class RequestDeadlineTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Theory]
    [InlineData("32s", 200)]
    [InlineData("1m30s", 200)]
    [InlineData("soon", 400)]
    [InlineData("5", 400)]
    public async Task A_timeout_is_a_duration(string timeout, int code) => Assert.Equal(code, (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces?timeout={timeout}")).Code);

    [Fact]
    public async Task Whose_body_does_not_come_in_time_is_told_so()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(cluster.Server.Address.Host, cluster.Server.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/namespaces?timeout=200ms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var answer = await new StreamReader(stream).ReadLineAsync(patience.Token);
        Assert.Equal("HTTP/1.1 504 Gateway Timeout", answer);
    }

    [Fact]
    public async Task Who_does_not_read_holds_nothing_longer_than_that()
    {
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"large"}}""");
        var filling = new string('x', 900_000);
        for (var i = 0; i < 12; i++) { Assert.Equal(201, (await cluster.Server.SendAsync("POST", "/api/v1/namespaces/large/configmaps", $$$"""{"metadata":{"name":"c{{{i}}}"},"data":{"a":"{{{filling}}}"}}""")).Code); }
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(cluster.Server.Address.Host, cluster.Server.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /api/v1/namespaces/large/configmaps?timeout=300ms HTTP/1.1\r\nHost: x\r\n\r\n"));
        // Counted when it is over, which nobody but the clock brings about.
        await AwaitAsync(async () => (await cluster.Server.Client.GetStringAsync("/metrics")).Split('\n').Any(static l =>
            l.StartsWith("apiserver_request_total{", StringComparison.Ordinal) && l.Contains("resource=\"configmaps\"", StringComparison.Ordinal) && l.Contains("verb=\"LIST\"", StringComparison.Ordinal)));
    }

    private static async Task AwaitAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition()) { await Task.Delay(5, patience.Token); }
    }
}
