using System.Net.WebSockets;

namespace KubeSharp.Kubelet.Serving;

/// <summary>Carries a byte stream inside a WebSocket's binary messages, as port-forward does with SPDY.</summary>
internal static class WebSocketTunnel
{
    private const int BlockBytes = 32 * 1024;

    /// <summary>Runs until either side ends.</summary>
    public static async Task JoinAsync(WebSocket client, Stream inner, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var down = DownAsync(client, inner, ending.Token);
        var up = UpAsync(client, inner, ending.Token);
        await Task.WhenAny(down, up);
        await ending.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task DownAsync(WebSocket client, Stream inner, CancellationToken cancellation)
    {
        var buffer = new byte[BlockBytes];
        while (await inner.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            await client.SendAsync(buffer.AsMemory(0, read), WebSocketMessageType.Binary, true, cancellation);
        }
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
    }

    private static async Task UpAsync(WebSocket client, Stream inner, CancellationToken cancellation)
    {
        var buffer = new byte[BlockBytes];
        while (await client.ReceiveAsync(buffer.AsMemory(), cancellation) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await inner.WriteAsync(buffer.AsMemory(0, received.Count), cancellation);
        }
    }
}
