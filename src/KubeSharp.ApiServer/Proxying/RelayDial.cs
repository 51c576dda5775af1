using System.Net;
using System.Net.Security;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>How connections to nodes and pods are made.</summary>
internal static class RelayDial
{
    /// <summary>Sends requests; follows no redirects, keeps no cookies, and answers headers first.</summary>
    public static HttpMessageInvoker Sender(SslClientAuthenticationOptions tls, Egress egress) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = tls,
        ConnectCallback = (context, cancellation) => egress.ConnectAsync(EgressKind.Cluster, context.DnsEndPoint, cancellation),
    });

    /// <summary>A connection of its own, with TLS where the target says https.</summary>
    public static async ValueTask<Stream> ConnectAsync(Uri target, SslClientAuthenticationOptions secured, Egress egress, CancellationToken cancellation)
    {
        var plain = await egress.ConnectAsync(EgressKind.Cluster, new DnsEndPoint(target.Host, target.Port), cancellation).ConfigureAwait(false);
        if (target.Scheme != "https") { return plain; }
        var tls = new SslStream(plain);
        try
        {
            secured.TargetHost = target.Host;
            await tls.AuthenticateAsClientAsync(secured, cancellation).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
