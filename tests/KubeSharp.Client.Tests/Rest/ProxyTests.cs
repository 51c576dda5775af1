using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

/// <summary>Which bytes a proxy gets first. Source: the stock kubectl before such a proxy.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("https://server.example", "CONNECT server.example:443 HTTP/1.1")]
    [InlineData("http://server.example", "GET http://server.example/version HTTP/1.1")]
    public async Task A_proxy_is_told_who_asks_with_the_first_request(string server, string line)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var handler = ApiClient.Handler(new RestConfig { Server = new Uri(server), Proxy = new Uri($"http://me:a%40b@{listener.LocalEndpoint}") });
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server}/version");
        using var enough = new CancellationTokenSource();
        var asked = client.SendAsync(request, enough.Token);
        using var accepted = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(accepted.GetStream(), Encoding.ASCII);
        var head = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } next) { head.Add(next); }
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(line, head[0]);
        Assert.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String("me:a@b"u8)}", head);
    }

    [Fact]
    public async Task Names_are_resolved_by_a_socks_proxy_which_carries_the_request()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var handler = ApiClient.Handler(new RestConfig { Server = new Uri("http://server.example"), Proxy = new Uri($"socks5://me:word@{listener.LocalEndpoint}") });
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://server.example/version");
        var asked = client.SendAsync(request, default);
        using var accepted = await listener.AcceptTcpClientAsync();
        var proxy = accepted.GetStream();
        async Task<byte[]> ReadAsync(int length)
        {
            var bytes = new byte[length];
            await proxy.ReadExactlyAsync(bytes);
            return bytes;
        }
        var offered = await ReadAsync(2);
        Assert.Equal(5, offered[0]);
        Assert.Contains((byte)2, await ReadAsync(offered[1]));
        await proxy.WriteAsync(new byte[] { 5, 2 });
        Assert.Equal("\u0001\u0002me\u0004word", Encoding.ASCII.GetString(await ReadAsync(9)));
        await proxy.WriteAsync(new byte[] { 1, 0 });
        Assert.Equal("\u0005\u0001\0\u0003\u000eserver.example\0P", Encoding.ASCII.GetString(await ReadAsync(21)));
        await proxy.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 80 });
        using var reader = new StreamReader(proxy, Encoding.ASCII);
        Assert.Equal("GET /version HTTP/1.1", await reader.ReadLineAsync());
        while (await reader.ReadLineAsync() is { Length: > 0 } next) { Assert.DoesNotContain("Authorization", next, StringComparison.Ordinal); }
        await proxy.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        Assert.Equal(HttpStatusCode.NoContent, (await asked).StatusCode);
    }
}
