using KubeSharp.Pki.Certificates;

namespace KubeSharp.Client.Rest;

/// <summary>HTTP to addresses outside of any cluster.</summary>
public static class PublicHttp
{
    /// <summary>A client that trusts whom one of the machine's authorities signed.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = CertificateTrust.By(null) } });
}
