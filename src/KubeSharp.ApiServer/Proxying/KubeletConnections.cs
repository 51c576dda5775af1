using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>Connections to kubelets, with the server's client certificate.</summary>
public sealed class KubeletConnections(ApiServerOptions options) : IRelayConnections, IDisposable
{
    /// <summary>Sends requests; follows no redirects, and answers headers first.</summary>
    public HttpMessageInvoker Client { get; } = RelayDial.Sender(Tls(options), options.Egress);

    /// <summary>The same towards pods.</summary>
    internal PodConnections Pods { get; } = new(options.Egress);

    /// <inheritdoc/>
    public ValueTask<Stream> ConnectAsync(Uri target, CancellationToken cancellation) => RelayDial.ConnectAsync(target, Tls(options), options.Egress, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Pods.Dispose();
    }

    private static SslClientAuthenticationOptions Tls(ApiServerOptions options) => new()
    {
        ClientCertificates = options.KubeletClientCertificate is { } certificate ? [certificate] : [],
        // Node names do not resolve everywhere and kubelets are reached by address: who signed counts, not the name.
        RemoteCertificateValidationCallback = (_, certificate, _, _) => options.KubeletAuthorities.Count == 0 || (certificate is not null && IsSigned(certificate, options.KubeletAuthorities)),
    };

    private static bool IsSigned(X509Certificate certificate, X509Certificate2Collection authorities)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return CertificateTrust.IsSignedBy(read, authorities);
    }
}
