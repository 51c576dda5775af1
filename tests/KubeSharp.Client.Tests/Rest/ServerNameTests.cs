using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

public sealed class ServerNameTests
{
    [Theory]
    [InlineData("", SslPolicyErrors.None, true)]
    [InlineData("", SslPolicyErrors.RemoteCertificateNameMismatch, false)]
    [InlineData("real.name", SslPolicyErrors.RemoteCertificateNameMismatch, true)]
    [InlineData("other.name", SslPolicyErrors.None, false)]
    public void A_name_that_is_configured_stands_in_the_certificate_instead_of_the_address(string name, SslPolicyErrors errors, bool isTrusted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("real.name");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var config = new RestConfig { Server = new Uri("https://127.0.0.1"), TlsServerName = name };
        Assert.Equal(isTrusted, ApiClient.IsTrusted(config, certificate, errors));
        Assert.Equal(isTrusted, ApiClient.IsTrusted(config with { CertificateAuthorities = [certificate] }, certificate, errors | SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(ApiClient.IsTrusted(config, certificate, SslPolicyErrors.RemoteCertificateChainErrors));
    }
}
