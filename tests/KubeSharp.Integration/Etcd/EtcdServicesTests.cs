using System.Net;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Etcd;

/// <summary>Services of two API servers on a real etcd.</summary>
public sealed class EtcdServicesTests
{
    private const string Services = "/api/v1/namespaces/default/services";

    [Fact]
    public async Task Addresses_and_ports_are_given_once_and_a_service_of_many_ports_changes_them_all()
    {
        using var etcd = new EtcdServer();
        await using var store = await etcd.ConnectAsync(static o => o with { SpliceOnRead = static (value, revision) => ResourceVersions.Replace(value.Span, revision) });
        var servers = await Task.WhenAll(((string[])["192.0.2.11", "192.0.2.12"]).Select(a =>
            TestServer.StartAsync(o => o with { AdvertiseAddress = new IPEndPoint(IPAddress.Parse(a), 6443), ServiceCidr = IPNetwork.Parse("10.97.0.0/24"), NodePorts = (31000, 31399) }, store: store)));
        try
        {
            var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => servers[i % 2].SendAsync("POST", Services, Service($"s{i}", 31000, 1, isChosen: false))));
            Assert.All(made, static m => Assert.True(m.Code == 201, m.Body.ToString()));
            Assert.Equal(40, made.Select(static m => m.Body.TextAt("spec", "clusterIP")).Distinct().Count());
            Assert.Equal(40, made.SelectMany(static m => Ports(m.Body)).Distinct().Count());
            Assert.Equal(200, (await servers[0].SendAsync("DELETE", Services + "?labelSelector=batch%3Dyes")).Code);
            // More than etcd takes steps in a transaction: 80 ports go and 80 come.
            Assert.Equal(201, (await servers[0].SendAsync("POST", Services, Service("many", 31200, 80, isChosen: true))).Code);
            var (code, changed) = await servers[0].SendAsync("PATCH", Services + "/many", Service("many", 31300, 80, isChosen: true), "application/merge-patch+json");
            Assert.True(code == 200, changed.ToString());
            Assert.Equal(Enumerable.Range(31300, 80).Select(static p => $"{p}"), Ports(changed));
            Assert.Equal(200, (await servers[1].SendAsync("DELETE", Services + "/many")).Code);
            await CustomResourceKit.UntilAsync(async () => (await servers[1].SendAsync("POST", Services, Service("again", 31300, 80, isChosen: true))).Code == 201, "the ports to be free");
        }
        finally
        {
            foreach (var server in servers) { await server.DisposeAsync(); }
        }
    }

    private static string Service(string name, int from, int count, bool isChosen)
    {
        var ports = Enumerable.Range(0, count).Select(i => $$"""{"name":"p{{i}}","port":{{i + 1}}{{(isChosen ? $",\"nodePort\":{from + i}" : "")}}}""");
        return $$"""{"metadata":{"name":"{{name}}","labels":{"batch":"yes"} },"spec":{"type":"NodePort","ports":[{{string.Join(',', ports)}}]} }""";
    }

    private static IEnumerable<string> Ports(ObjectNode service) => ((ArrayNode)service.At("spec", "ports")!).Select(static p => p.At("nodePort")!.ToString());
}
