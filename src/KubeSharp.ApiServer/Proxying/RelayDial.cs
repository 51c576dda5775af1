using System.Net.Security;
using System.Net.Sockets;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>How connections to nodes and pods are made.</summary>
internal static class RelayDial
{
    /// <summary>Sends requests; follows no redirects, keeps no cookies, and answers headers first.</summary>
    public static HttpMessageInvoker Sender(SslClientAuthenticationOptions tls) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = tls,
    });

    /// <summary>A connection of its own, with TLS where the target says https.</summary>
    public static async ValueTask<Stream> ConnectAsync(Uri target, SslClientAuthenticationOptions secured, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, cancellation).ConfigureAwait(false);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (target.Scheme != "https") { return plain; }
            var tls = new SslStream(plain);
            secured.TargetHost = target.Host;
            await tls.AuthenticateAsClientAsync(secured, cancellation).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
