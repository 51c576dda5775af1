using System.Net;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage.Memory;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>Several API servers on one store.</summary>
public sealed class SeveralServersTests
{
    private const string Endpoints = "/api/v1/namespaces/default/endpoints/kubernetes", Slice = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";

    [Fact]
    public async Task Servers_that_start_at_once_stand_side_by_side_behind_the_service_and_who_ends_goes()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        string[] addresses = ["192.0.2.11", "192.0.2.12", "192.0.2.13"];
        var servers = await Task.WhenAll(addresses.Select(a => TestServer.StartAsync(o => o with { AdvertiseAddress = new IPEndPoint(IPAddress.Parse(a), 6443) }, store: store)));
        try
        {
            // Whoever wrote last had the keys of all that were there before it.
            await servers[0].Server.BootstrapAsync(default);
            Assert.Equal(addresses, await AddressesAsync(servers[1], servers[0]));
            using var stop = new CancellationTokenSource();
            var running = servers[1].Server.RunAsync(stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Equal(["192.0.2.11", "192.0.2.13"], await AddressesAsync(servers[2], servers[1]));
        }
        finally
        {
            foreach (var server in servers) { await server.DisposeAsync(); }
        }
    }

    [Fact]
    public async Task A_server_whose_address_may_not_stand_in_endpoints_serves_all_the_same()
    {
        await using var server = await TestServer.StartAsync(static o => o with { AdvertiseAddress = new IPEndPoint(IPAddress.Loopback, 6443) });
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default/services/kubernetes")).Code);
        Assert.Equal(404, (await server.SendAsync("GET", Endpoints)).Code);
    }

    // What one server wrote, as another tells it: a list without a version is as new as the store.
    private static async Task<string[]> AddressesAsync(TestServer reader, TestServer other)
    {
        var (_, endpoints) = await reader.SendAsync("GET", Endpoints);
        var (_, slice) = await other.SendAsync("GET", Slice);
        string[] found = [.. ((ArrayNode)((ArrayNode)endpoints["subsets"]!)[0].At("addresses")!).Select(static a => a.TextAt("ip")!)];
        Assert.Equal(found, ((ArrayNode)slice["endpoints"]!).Select(static e => ((StringNode)((ArrayNode)e.At("addresses")!)[0]).Value));
        return found;
    }
}
