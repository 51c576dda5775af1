using System.Net;
using System.Net.Sockets;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Docker;

/// <summary>
/// Connections to ports inside another network namespace. A socket keeps the namespace it was made in, so only its making happens there, on a
/// thread of its own that does nothing else and then ends: threads that it would begin would stay there.
/// </summary>
internal static class NamespaceSockets
{
    /// <summary>Connects to a port of the loopback addresses that a process sees.</summary>
    /// <exception cref="IOException">Nobody listens, or the process is gone.</exception>
    public static async Task<Stream> ConnectAsync(long processId, int port, CancellationToken cancellationToken)
    {
        SocketException? refused = null;
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            var socket = await MakeAsync($"/proc/{processId}/ns/net", address.AddressFamily).ConfigureAwait(false);
            if (socket is null) { continue; }
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                refused ??= e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw new IOException($"failed to connect to localhost:{port} inside the pod's network namespace: {refused?.Message ?? "it is gone"}", refused);
    }

    private static Task<Socket?> MakeAsync(string path, AddressFamily family)
    {
        var made = new TaskCompletionSource<Socket?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            var descriptor = NativeMethods.SocketIn(path, family == AddressFamily.InterNetworkV6);
            if (descriptor < 0) { made.SetResult(null); return; }
            made.SetResult(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)));
        })
        { IsBackground = true, Name = "namespace socket" };
        thread.Start();
        return made.Task;
    }
}
