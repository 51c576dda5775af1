using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KubeSharp.Client.Streams;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Serving;

/// <summary>A client's channels and a runtime's streams.</summary>
public sealed class ChannelBridgeTests
{
    [Fact]
    public async Task What_a_client_says_at_once_waits_until_the_runtime_has_accepted_the_stream_it_goes_to()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var (client, node) = await SocketPair.ConnectAsync();
        var (near, far) = await SocketPair.ConnectAsync();
        using var speaker = WebSocket.CreateFromStream(client, isServer: false, StreamProtocols.ChannelV5, TimeSpan.Zero);
        using var heard = WebSocket.CreateFromStream(node, isServer: true, StreamProtocols.ChannelV5, TimeSpan.Zero);
        await using var bridged = new SpdyConnection(near);
        await using var runtime = new SpdyConnection(far);
        await speaker.SendAsync(ChannelMessages.Of(StreamChannel.Stdin, "all of it"u8), WebSocketMessageType.Binary, true, limit.Token);
        await speaker.SendAsync(ChannelMessages.Closing(StreamChannel.Stdin), WebSocketMessageType.Binary, true, limit.Token);
        var running = new ChannelBridge(heard, bridged).RunAsync(new ExecRequest(["cat"], Stdin: true, Stdout: true, Stderr: false, Tty: false), limit.Token);
        var opened = new List<int>();
        while (opened.Count < 3)
        {
            var frame = await runtime.ReadAsync(limit.Token);
            // Bytes before the acceptance would be lost.
            Assert.Equal(SpdyFrameKind.SynStream, frame!.Value.Kind);
            opened.Add(frame.Value.StreamId);
        }
        var next = runtime.ReadAsync(limit.Token);
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token)));
        foreach (var stream in opened) { await runtime.AcceptAsync(stream, limit.Token); }
        Assert.Equal("all of it", Encoding.UTF8.GetString((await next)!.Value.Payload.Span));
        Assert.True((await runtime.ReadAsync(limit.Token))!.Value.IsFin);
        await runtime.DisposeAsync();
        await running;
    }
}
