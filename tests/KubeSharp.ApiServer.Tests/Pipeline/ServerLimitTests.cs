using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Pipeline;

/// <summary>Lengths of time that flags of the server say: of requests, of watches, of what pods bear.</summary>
public sealed class ServerLimitTests
{
    [Fact]
    public async Task A_request_may_ask_for_less_time_than_the_server_gives_and_not_for_more()
    {
        await using var server = await TestServer.StartAsync(static o => o with { RequestLengthMax = TimeSpan.FromMilliseconds(300) });
        // Its body never comes.
        Assert.StartsWith("HTTP/1.1 504", await server.RawAsync("POST /api/v1/namespaces?timeout=30s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_that_says_nothing_of_it_ends_between_the_least_time_and_twice_that()
    {
        await using var server = await TestServer.StartAsync(static o => o with { WatchLengthMin = TimeSpan.FromMilliseconds(200) });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var stream = await server.Client.GetStreamAsync("/api/v1/namespaces?watch=true", patience.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(patience.Token) is not null) { }
    }

    [Fact]
    public async Task Pods_bear_nodes_for_as_long_as_the_server_says()
    {
        await using var server = await TestServer.StartAsync(static o => o with { AdmissionSettings = AdmissionSettings.None with { TolerationSeconds = (5, 7) } });
        await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var (_, pod) = await server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var tolerations = (ArrayNode)pod.At("spec", "tolerations")!;
        Assert.Equal(["not-ready 5", "unreachable 7"], tolerations.Select(static t => $"{t.TextAt("key")!.Split('/')[1]} {t.At("tolerationSeconds")}"));
    }
}
