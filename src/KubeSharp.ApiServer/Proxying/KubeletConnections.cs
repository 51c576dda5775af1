using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>Connections to kubelets, with the server's client certificate.</summary>
public sealed class KubeletConnections(ApiServerOptions options) : IRelayConnections, IDisposable
{
    /// <summary>Sends requests; follows no redirects, and answers headers first.</summary>
    public HttpMessageInvoker Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = Tls(options),
    });

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(Uri target, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, cancellation).ConfigureAwait(false);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (target.Scheme != "https") { return plain; }
            var tls = new SslStream(plain);
            var secured = Tls(options);
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

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static SslClientAuthenticationOptions Tls(ApiServerOptions options) => new()
    {
        ClientCertificates = options.KubeletClientCertificate is { } certificate ? [certificate] : [],
        // Node names do not resolve everywhere and kubelets are reached by address: who signed counts, not the name.
        RemoteCertificateValidationCallback = (_, certificate, _, _) => options.KubeletAuthorities.Count == 0 || (certificate is not null && IsSigned(certificate, options.KubeletAuthorities)),
    };

    private static bool IsSigned(X509Certificate certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        using var read = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(read);
    }
}
