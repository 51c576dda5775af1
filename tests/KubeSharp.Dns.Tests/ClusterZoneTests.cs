using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Dns.Records;
using KubeSharp.Dns.Wire;
using EndpointPort = KubeSharp.Api.Discovery.V1.EndpointPort;

namespace KubeSharp.Dns.Tests;

public sealed class ClusterZoneTests
{
    private static readonly Service _web = new() { Metadata = Meta("web"), Spec = new ServiceSpec { ClusterIP = "10.96.0.20", ClusterIPs = ["10.96.0.20"], Ports = [new ServicePort { Name = "http", Port = 80, Protocol = "TCP" }] } };
    private static readonly Service _headless = new() { Metadata = Meta("db"), Spec = new ServiceSpec { ClusterIP = "None", Ports = [new ServicePort { Name = "sql", Port = 5432 }] } };
    private static readonly Service _external = new() { Metadata = Meta("far"), Spec = new ServiceSpec { Type = "ExternalName", ExternalName = "example.com" } };
    private static readonly EndpointSlice _slice = new()
    {
        Metadata = Meta("db-1"),
        AddressType = "IPv4",
        Ports = [new EndpointPort { Name = "sql", Port = 5432, Protocol = "TCP" }],
        Endpoints = [new Endpoint { Addresses = ["10.244.0.5"], Hostname = "db-0" }, new Endpoint { Addresses = ["10.244.0.6"] }, new Endpoint { Addresses = ["10.244.0.7"], Conditions = new EndpointConditions { Ready = false } }],
    };

    [Theory]
    [InlineData("web.default.svc.cluster.local", DnsType.A, "10.96.0.20")]
    [InlineData("db.default.svc.cluster.local", DnsType.A, "10.244.0.5 10.244.0.6")]
    [InlineData("db-0.db.default.svc.cluster.local", DnsType.A, "10.244.0.5")]
    [InlineData("10-244-0-6.db.default.svc.cluster.local", DnsType.A, "10.244.0.6")]
    [InlineData("far.default.svc.cluster.local", DnsType.A, "example.com")]
    [InlineData("10-244-0-9.default.pod.cluster.local", DnsType.A, "10.244.0.9")]
    [InlineData("_http._tcp.web.default.svc.cluster.local", DnsType.Srv, "web.default.svc.cluster.local:80")]
    [InlineData("_sql._tcp.db.default.svc.cluster.local", DnsType.Srv, "db-0.db.default.svc.cluster.local:5432 10-244-0-6.db.default.svc.cluster.local:5432")]
    [InlineData("20.0.96.10.in-addr.arpa", DnsType.Ptr, "web.default.svc.cluster.local")]
    public void Names_of_the_specification_resolve(string name, int type, string expected)
    {
        var answer = Zone().Resolve(new DnsQuestion(name, type, 1))!;
        Assert.Equal(DnsType.NoError, answer.Code);
        Assert.Equal(expected.Split(' '), answer.Records.Select(static r => r.Address?.ToString() ?? (r.Type == DnsType.Srv ? $"{r.Target}:{r.Service.Port}" : r.Target)));
    }

    [Theory]
    [InlineData("nobody.default.svc.cluster.local")]
    [InlineData("web.nowhere.svc.cluster.local")]
    [InlineData("_nope._tcp.web.default.svc.cluster.local")]
    [InlineData("10-244-0-9.nowhere.pod.cluster.local")]
    [InlineData("a.b.c.d.e.f.cluster.local")]
    public void Names_that_are_not_there_do_not_exist(string name) => Assert.Equal(DnsType.NameError, Zone().Resolve(new DnsQuestion(name, DnsType.A, 1))!.Code);

    [Fact]
    public void A_name_that_is_there_without_such_a_record_is_empty_and_no_error()
    {
        var answer = Zone().Resolve(new DnsQuestion("web.default.svc.cluster.local", DnsType.Aaaa, 1))!;
        Assert.Equal((DnsType.NoError, 0, DnsType.Soa), (answer.Code, answer.Records.Length, answer.Authority!.Type));
    }

    [Fact]
    public void Other_names_are_somebody_elses() => Assert.Null(Zone().Resolve(new DnsQuestion("example.com", DnsType.A, 1)));

    [Fact]
    public void A_query_is_read_and_its_answer_written()
    {
        byte[] query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, (byte)'W', (byte)'e', (byte)'b', 1, (byte)'x', 0, 0, 1, 0, 1];
        var read = DnsMessage.Read(query)!;
        Assert.Equal((0x1234, new DnsQuestion("web.x", DnsType.A, 1), 512), (read.Id, read.Question, read.UdpBytesMax));
        var written = DnsWriter.Write(read, new DnsAnswer(DnsType.NoError, [new DnsRecord("web.x", DnsType.A, 5) { Address = System.Net.IPAddress.Parse("10.0.0.1") }]), 512);
        Assert.Equal(5, DnsMessage.ShortestTimeToLive(written));
        Assert.Equal([10, 0, 0, 1], written[^4..]);
    }

    [Fact]
    public void What_does_not_fit_is_marked_as_cut()
    {
        var query = new DnsMessage(1, true, new DnsQuestion("a", DnsType.A, 1), 512, false);
        var answer = new DnsAnswer(DnsType.NoError, [.. Enumerable.Range(0, 100).Select(static i => new DnsRecord("a", DnsType.A, 5) { Address = new System.Net.IPAddress([10, 0, 0, (byte)i]) })]);
        var written = DnsWriter.Write(query, answer, 512);
        Assert.True(written.Length <= 512 && (written[2] & 2) != 0);
    }

    [Fact]
    public void Malformed_queries_are_ignored_and_never_loop()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (bytes.Length > 5) { (bytes[2], bytes[4], bytes[5]) = (0, 0, 1); }
            DnsMessage.Read(bytes);
            DnsMessage.ShortestTimeToLive(bytes);
        }
        // A pointer to itself.
        Assert.Null(DnsMessage.Read([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1]));
    }

    private static ObjectMeta Meta(string name) => new() { Name = name, Namespace = "default" };

    private static ClusterZone Zone() => new("cluster.local",
        static (ns, name) => ns != "default" ? null : name switch { "web" => _web, "db" => _headless, "far" => _external, _ => null },
        static (ns, name) => ns == "default" && name == "db" ? [_slice] : [], static ns => ns == "default", static address => address == "10.96.0.20" ? [(_web, null)] : []);
}
