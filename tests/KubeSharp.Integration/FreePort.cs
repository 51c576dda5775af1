using System.Net;
using System.Net.Sockets;

namespace KubeSharp.Integration.Tests;

/// <summary>Ports nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>One of them; another at the next call.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
