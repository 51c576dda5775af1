using System.Net;
using KubeSharp.Hosting.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Hosting.Tests;

public sealed class PlainServerTests
{
    [Fact]
    public async Task What_is_no_secret_is_served_without_tls_and_a_port_that_is_taken_is_told_of()
    {
        await using var server = await PlainServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), static http => http.Response.WriteAsync("ok"), NullLoggerFactory.Instance, CancellationToken.None);
        using var client = new HttpClient();
        Assert.Equal("ok", await client.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port}/healthz")));
        await Assert.ThrowsAnyAsync<IOException>(() => PlainServer.StartAsync(new IPEndPoint(IPAddress.Loopback, server.Port), static _ => Task.CompletedTask, NullLoggerFactory.Instance, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_is_written_into_blocks_of_a_whole_TLS_record()
    {
        var block = 0;
        await using var server = await PlainServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), http =>
        {
            block = http.Response.BodyWriter.GetMemory(1).Length;
            return Task.CompletedTask;
        }, NullLoggerFactory.Instance, CancellationToken.None);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{server.Port}/"));
        // The head of the answer may lie in the same block.
        Assert.InRange(block, BlockPool.BlockBytes - 1024, BlockPool.BlockBytes);
    }
}
