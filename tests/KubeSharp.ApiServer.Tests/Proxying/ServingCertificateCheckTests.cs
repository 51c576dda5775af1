using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Proxying;

namespace KubeSharp.ApiServer.Tests.Proxying;

public sealed class ServingCertificateCheckTests
{
    private static readonly DateTimeOffset _from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), _until = _from.AddYears(1);

    [Theory]
    [InlineData(true, false, true, 0, 0)]
    [InlineData(false, false, false, 1, 0)]
    [InlineData(true, true, false, 0, 1)]
    public void One_without_alternative_names_or_signed_by_sha_1_is_refused_and_counted(bool isNamed, bool isWeak, bool isTrusted, int unnamed, int insecure)
    {
        using var key = RSA.Create(2048);
        var issuer = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        issuer.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = issuer.CreateSelfSigned(_from, _until);
        var request = new CertificateRequest("CN=hook.ns.svc", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("hook.ns.svc");
        if (isNamed) { request.CertificateExtensions.Add(names.Build()); }
        using var made = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), _from, _until, [1]);
        // .NET signs no certificate by SHA-1: only what it says of its signature is changed.
        using var certificate = X509CertificateLoader.LoadCertificate(isWeak ? Convert.FromHexString(Convert.ToHexString(made.RawData).Replace("2A864886F70D01010B", "2A864886F70D010105", StringComparison.Ordinal)) : made.RawData);
        var check = new ServingCertificateCheck("apiserver_webhooks");
        Assert.Equal(isTrusted, check.IsTrusted(certificate, null, SslPolicyErrors.None, []));
        var text = new StringBuilder();
        check.Write(text);
        Assert.Contains($"apiserver_webhooks_x509_missing_san_total {unnamed}\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains($"apiserver_webhooks_x509_insecure_sha1_total {insecure}\n", text.ToString(), StringComparison.Ordinal);
        Assert.False(check.IsTrusted(certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch, []));
    }
}
