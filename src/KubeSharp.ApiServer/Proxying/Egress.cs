using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>How connections leave the server: straight, or through the tunnel for what they go to.</summary>
public sealed class Egress(FrozenDictionary<EgressKind, ConnectTunnel> tunnels)
{
    /// <summary>All straight.</summary>
    public static Egress Direct { get; } = new(FrozenDictionary<EgressKind, ConnectTunnel>.Empty);

    /// <summary>Whether connections to that go through a tunnel.</summary>
    public bool IsTunnelled(EgressKind kind) => tunnels.ContainsKey(kind);

    /// <summary>A connection.</summary>
    /// <exception cref="SocketException">There is nobody.</exception>
    /// <exception cref="IOException">The tunnel does not lead there.</exception>
    public ValueTask<Stream> ConnectAsync(EgressKind kind, EndPoint target, CancellationToken cancellation) =>
        tunnels.TryGetValue(kind, out var tunnel) ? tunnel.ConnectAsync(target, cancellation) : DialAsync(target, cancellation);

    internal static async ValueTask<Stream> DialAsync(EndPoint target, CancellationToken cancellation)
    {
        var socket = target is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
