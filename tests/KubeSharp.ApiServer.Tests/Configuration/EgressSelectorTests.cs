using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Proxying;

namespace KubeSharp.ApiServer.Tests.Configuration;

public sealed class EgressSelectorTests
{
    private const string Head = "apiVersion: apiserver.k8s.io/v1beta1\nkind: EgressSelectorConfiguration\negressSelections:\n";
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("tcp")]
    [InlineData("uds")]
    public async Task What_goes_to_the_cluster_goes_through_the_tunnel_and_all_else_straight(string transport)
    {
        using var limit = new CancellationTokenSource(_limit);
        using var echo = Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var file = Path.Combine(Path.GetTempPath(), $"egress-{Guid.NewGuid():n}.sock");
        using var proxy = Listen(transport == "tcp" ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(file));
        var way = transport == "tcp" ? $"tcp: {{url: 'http://127.0.0.1:{((IPEndPoint)proxy.LocalEndPoint!).Port}'}}" : $"uds: {{udsName: {file}}}";
        var egress = EgressSelectorFile.Read(Head + $"- {{name: cluster, connection: {{proxyProtocol: HTTPConnect, transport: {{{way}}}}}}}\n- {{name: controlplane, connection: {{proxyProtocol: Direct}}}}");
        var target = (IPEndPoint)echo.LocalEndPoint!;
        var (asked, served) = (ProxyAsync(proxy, "200 OK", limit.Token), EchoAsync(echo, limit.Token));
        await using (var tunnelled = await egress.ConnectAsync(EgressKind.Cluster, target, limit.Token)) { Assert.Equal("abc", await AskAsync(tunnelled, limit.Token)); }
        Assert.Equal($"CONNECT {target} HTTP/1.1", await asked);
        await served;
        served = EchoAsync(echo, limit.Token);
        await using (var straight = await egress.ConnectAsync(EgressKind.ControlPlane, target, limit.Token)) { Assert.Equal("abc", await AskAsync(straight, limit.Token)); }
        await served;
        File.Delete(file);
    }

    [Fact]
    public async Task A_tunnel_that_does_not_lead_there_says_so()
    {
        using var limit = new CancellationTokenSource(_limit);
        using var proxy = Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var asked = ProxyAsync(proxy, "403 Forbidden", limit.Token);
        var told = await Assert.ThrowsAsync<IOException>(() => new ConnectTunnel(proxy.LocalEndPoint!, null).ConnectAsync(new DnsEndPoint("node", 10250), limit.Token).AsTask());
        Assert.Contains("while dialing node:10250: HTTP/1.1 403 Forbidden", told.Message, StringComparison.Ordinal);
        Assert.Equal("CONNECT node:10250 HTTP/1.1", await asked);
    }

    [Theory]
    [InlineData("{name: x, connection: {proxyProtocol: Direct}}", "service.connection: Unsupported value: \"x\": supported values: \"cluster\", \"controlplane\", \"etcd\"")]
    [InlineData("{name: cluster, connection: {proxyProtocol: direct}}", "service.connection.protocol: Unsupported value: \"direct\": supported values: \"Direct\", \"HTTPConnect\", \"GRPC\"")]
    [InlineData("{name: cluster, connection: {proxyProtocol: Direct, transport: {}}}", "service.connection.transport: Invalid value: \"direct\": config must be absent for direct connect")]
    [InlineData("{name: cluster, connection: {proxyProtocol: HTTPConnect}}", "service.connection.transport: Required value: transport must be set for HTTPConnect")]
    [InlineData("{name: cluster, connection: {proxyProtocol: HTTPConnect, transport: {}}}", "service.connection.tcp: Required value: One of TCP or UDS must be set")]
    [InlineData("{name: cluster, connection: {proxyProtocol: HTTPConnect, transport: {uds: {}}}}", "service.connection.udsName: Invalid value: \"nil\": must be present for UDS connections")]
    [InlineData("{name: cluster, connection: {proxyProtocol: HTTPConnect, transport: {tcp: {url: 'ftp://a'}}}}", "service.connection.url: Invalid value: \"ftp://a\": supported connection protocols are http:// and https://")]
    [InlineData("{name: cluster, connection: {proxyProtocol: HTTPConnect, transport: {tcp: {url: 'http://a', tlsConfig: {}}}}}", "service.connection.tlsConfig: Invalid value: \"nil\": config must not be present when using HTTP")]
    [InlineData("{name: cluster, connection: {proxyProtocol: HTTPConnect, transport: {tcp: {url: 'https://a'}}}}", "service.connection.tlsConfig: Required value: TLSConfig must be present when using HTTPS")]
    [InlineData("{name: cluster, connection: {proxyProtocol: GRPC, transport: {tcp: {url: 'http://a'}}}}", "service.connection.uds: Required value: UDS must be set with GRPC")]
    [InlineData("{name: cluster, connection: {proxyProtocol: GRPC, transport: {uds: {udsName: /a}}}}", "egressSelections: GRPC is not spoken; use HTTPConnect")]
    [InlineData("{name: etcd, connection: {proxyProtocol: HTTPConnect, transport: {uds: {udsName: /a}}}}", "egressSelections: etcd is reached directly only")]
    public void What_is_wrong_with_the_file_is_told(string selection, string told) => Assert.Equal(told, Assert.Throws<FormatException>(() => EgressSelectorFile.Read(Head + "- " + selection)).Message);

    [Fact]
    public void A_name_stands_once() => Assert.Equal("service.connection[1]: Duplicate value: \"cluster\"",
        Assert.Throws<FormatException>(() => EgressSelectorFile.Read(Head + "- {name: cluster, connection: {proxyProtocol: Direct}}\n- {name: Cluster, connection: {proxyProtocol: Direct}}")).Message);

    private static Socket Listen(EndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(place);
        socket.Listen();
        return socket;
    }

    private static async Task<string> AskAsync(Stream stream, CancellationToken cancellation)
    {
        await stream.WriteAsync("abc"u8.ToArray(), cancellation);
        var answer = new byte[3];
        await stream.ReadExactlyAsync(answer, cancellation);
        return Encoding.ASCII.GetString(answer);
    }

    private static async Task EchoAsync(Socket listening, CancellationToken cancellation)
    {
        using var socket = await listening.AcceptAsync(cancellation);
        var buffer = new byte[16];
        for (var read = 1; read > 0;)
        {
            read = await socket.ReceiveAsync(buffer, cancellation);
            await socket.SendAsync(buffer.AsMemory(0, read), cancellation);
        }
    }

    // Leads one connection on, as it is asked; what it was asked.
    private static async Task<string> ProxyAsync(Socket listening, string answer, CancellationToken cancellation)
    {
        using var socket = await listening.AcceptAsync(cancellation);
        var (head, buffer) = ("", new byte[1024]);
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal)) { head += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, cancellation)); }
        var asked = head[..head.IndexOf('\r', StringComparison.Ordinal)];
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\n\r\n"), cancellation);
        if (!answer.StartsWith("200", StringComparison.Ordinal)) { return asked; }
        await using var near = new NetworkStream(socket);
        await using var far = await Egress.Direct.ConnectAsync(EgressKind.Etcd, IPEndPoint.Parse(asked.Split(' ')[1]), cancellation);
        await Task.WhenAny(near.CopyToAsync(far, cancellation), far.CopyToAsync(near, cancellation));
        return asked;
    }
}
