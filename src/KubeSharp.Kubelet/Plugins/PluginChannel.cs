using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;

namespace KubeSharp.Kubelet.Plugins;

/// <summary>Connections to plug-ins, which serve gRPC on Unix sockets.</summary>
internal static class PluginChannel
{
    /// <summary>A channel to the socket; connects at the first call.</summary>
    public static GrpcChannel To(string socket) => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(socket, cancellation), PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan },
        DisposeHttpClient = true,
    });

    /// <summary>What a plug-in said, without the noise of the transport.</summary>
    public static string CauseOf(RpcException failure) =>
        $"rpc error: code = {failure.StatusCode} desc = {(failure.StatusCode == StatusCode.Unavailable && failure.Status.DebugException?.InnerException is { } inner ? inner.Message : failure.Status.Detail)}";

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
