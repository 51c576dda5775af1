using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KubeSharp.Cli.Tests.Connection;

public sealed class PlainServerTests
{
    [Theory]
    [InlineData("--token=secret")]
    [InlineData("--username=secret --password=secret")]
    public async Task A_server_without_tls_is_not_told_who_asks(string credentials)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AnswerAsync(listener);
        using var said = new MemoryStream();
        using var error = new StringWriter();
        var code = await Kubectl.RunAsync(["get", "--raw", "/x", "--as=me", $"--server=http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", .. credentials.Split(' ')], new MemoryStream(), said, error, static name => name == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((0, "fine", ""), (code, Encoding.UTF8.GetString(said.ToArray()), error.ToString()));
        var request = await asked;
        Assert.Contains("Impersonate-User: me", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", request, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) { request.Append(Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer))); }
        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nfine"u8.ToArray());
        return request.ToString();
    }
}
