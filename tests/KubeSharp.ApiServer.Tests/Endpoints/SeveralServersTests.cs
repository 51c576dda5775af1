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

    [Fact]
    public async Task Servers_that_give_addresses_and_ports_at_the_same_moment_give_none_twice()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        var servers = await StartTwoAsync(store);
        try
        {
            // 254 addresses, of which the server's own service has one, and 100 ports: all of the ports and half of the addresses are given.
            var made = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => servers[i % 2].SendAsync("POST", Services, Service($"s{i}", "NodePort"))));
            Assert.All(made, static m => Assert.True(m.Code == 201, m.Body.ToString()));
            Assert.Equal(100, made.Select(static m => m.Body.TextAt("spec", "clusterIP")).Distinct().Count());
            Assert.Equal(100, made.Select(static m => ((ArrayNode)m.Body.At("spec", "ports")!)[0].At("nodePort")!.ToString()).Distinct().Count());
            var (code, refused) = await servers[0].SendAsync("POST", Services, Service("more", "NodePort"));
            Assert.Equal((500, "Internal error occurred: failed to allocate a nodePort: range is full"), (code, refused.TextAt("message")));
        }
        finally { await EndAsync(servers); }
    }

    [Fact]
    public async Task An_address_that_is_asked_for_goes_to_one_of_them_and_is_free_again_when_its_service_has_it_no_more()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        var servers = await StartTwoAsync(store);
        try
        {
            for (var i = 0; i < 20; i++)
            {
                var wanted = $$""","clusterIP":"10.97.0.{{i + 20}}" """;
                var made = await Task.WhenAll(servers.Select((s, n) => s.SendAsync("POST", Services, Service($"s{i}-{n}", "ClusterIP", wanted))));
                Assert.Equal([201, 422], made.Select(static m => m.Code).Order());
                Assert.Contains("provided IP is already allocated", made.Single(static m => m.Code == 422).Body.TextAt("message"));
            }
            // Given back by a deletion, and by a change of type.
            var (_, first) = await servers[0].SendAsync("POST", Services, Service("first", "ClusterIP"));
            var address = first.TextAt("spec", "clusterIP");
            Assert.Equal(200, (await servers[1].SendAsync("DELETE", Services + "/first")).Code);
            await TakenAsync(servers[0], "second", "ClusterIP", $$""","clusterIP":"{{address}}" """);
            await servers[1].SendAsync("GET", Services);
            var (code, changed) = await servers[1].SendAsync("PATCH", Services + "/second", """{"spec":{"type":"ExternalName","externalName":"a.example","clusterIP":null,"clusterIPs":null}}""", "application/merge-patch+json");
            Assert.True(code == 200, changed.ToString());
            await TakenAsync(servers[0], "third", "ClusterIP", $$""","clusterIP":"{{address}}" """);
        }
        finally { await EndAsync(servers); }
    }

    private const string Services = "/api/v1/namespaces/default/services";

    private static string Service(string name, string type, string more = "") => $$"""{"metadata":{"name":"{{name}}"},"spec":{"type":"{{type}}"{{more}},"ports":[{"port":80}]} }""";

    // What another server gave back is free here when its news has come.
    private static Task TakenAsync(TestServer server, string name, string type, string more) =>
        CustomResourceKit.UntilAsync(async () => (await server.SendAsync("POST", Services, Service(name, type, more))).Code == 201, "the address to be free");

    private static Task<TestServer[]> StartTwoAsync(MemoryStore store) => Task.WhenAll(((string[])["192.0.2.11", "192.0.2.12"]).Select(a =>
        TestServer.StartAsync(o => o with { AdvertiseAddress = new IPEndPoint(IPAddress.Parse(a), 6443), ServiceCidr = IPNetwork.Parse("10.97.0.0/24"), NodePorts = (31000, 31099) }, store: store)));

    private static async Task EndAsync(TestServer[] servers)
    {
        foreach (var server in servers) { await server.DisposeAsync(); }
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
