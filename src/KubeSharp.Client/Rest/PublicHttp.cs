using System.Security.Cryptography.X509Certificates;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.Client.Rest;

/// <summary>HTTP to addresses outside of any cluster.</summary>
public static class PublicHttp
{
    /// <summary>A client that trusts whom one of the authorities signed.</summary>
    /// <param name="authorities">Null: the machine's.</param>
    public static HttpClient Client(X509Certificate2Collection? authorities = null) => new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = CertificateTrust.By(authorities) } });
}
