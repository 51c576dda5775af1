using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace KubeSharp.Server;

/// <summary>The address by which others reach this machine.</summary>
internal static class HostAddress
{
    /// <summary>The source address of the default route; else that of any interface that is up; else the loopback address.</summary>
    public static IPAddress Find()
    {
        try
        {
            // A datagram socket that connects chooses a route and sends nothing.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(new IPAddress([192, 0, 2, 1]), 9));
            if (socket.LocalEndPoint is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address)) { return address; }
        }
        catch (SocketException) { return Any(); }
        return Any();
    }

    private static IPAddress Any() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(static i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback && !i.Name.StartsWith("kubesharp", StringComparison.Ordinal))
            .SelectMany(static i => i.GetIPProperties().UnicastAddresses.Select(static a => a.Address))
            .FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
}
