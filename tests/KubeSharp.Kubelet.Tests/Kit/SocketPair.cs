using System.Net;
using System.Net.Sockets;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>Two ends of a connection on loopback.</summary>
public static class SocketPair
{
    public static async Task<(NetworkStream One, NetworkStream Other)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var one = new TcpClient();
        await one.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return (one.GetStream(), new NetworkStream((await listener.AcceptTcpClientAsync()).Client, ownsSocket: true));
    }
}
