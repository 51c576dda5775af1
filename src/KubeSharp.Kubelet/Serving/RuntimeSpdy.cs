using System.Net.Sockets;
using System.Text;
using KubeSharp.Client.Streams;

namespace KubeSharp.Kubelet.Serving;

/// <summary>Connects to the runtime's streaming server by SPDY.</summary>
internal static class RuntimeSpdy
{
    private const int HeadMaxBytes = 16 * 1024;

    /// <summary>An upgraded connection that speaks the protocol.</summary>
    /// <exception cref="IOException">The runtime refused.</exception>
    public static async Task<Stream> ConnectAsync(Uri address, string protocol, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: {StreamProtocols.Spdy}\r\n{StreamProtocols.VersionHeader}: {protocol}\r\nContent-Length: 0\r\n\r\n"), cancellation);
            await ReadHeadAsync(stream, cancellation);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Byte by byte, so that nothing of what follows the head is taken with it.
    private static async Task ReadHeadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, cancellation);
            head.Add(one[0]);
            if (head.Count > HeadMaxBytes) { throw new IOException("the runtime's streaming server answered too long a head"); }
        }
        var first = Encoding.ASCII.GetString([.. head]).Split("\r\n")[0];
        if (!first.Contains(" 101 ", StringComparison.Ordinal)) { throw new IOException($"the runtime's streaming server refused: {first}"); }
    }
}
