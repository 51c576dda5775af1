using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

public sealed class CertificateMistakeTests
{
    private static readonly DateTimeOffset _now = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10.0.0.9", "10.0.0.1", SslPolicyErrors.RemoteCertificateNameMismatch, 0, "x509: certificate is valid for 10.0.0.1, not 10.0.0.9")]
    [InlineData("10.0.0.9", "", SslPolicyErrors.RemoteCertificateNameMismatch, 0, "x509: cannot validate certificate for 10.0.0.9 because it doesn't contain any IP SANs")]
    [InlineData("b.io", "a.io", SslPolicyErrors.RemoteCertificateNameMismatch, 0, "x509: certificate is valid for a.io, not b.io")]
    [InlineData("b.io", "10.0.0.1", SslPolicyErrors.RemoteCertificateNameMismatch, 0, "x509: certificate is not valid for any names, but wanted to match b.io")]
    [InlineData("server", "", SslPolicyErrors.RemoteCertificateNameMismatch, 0, "x509: certificate relies on legacy Common Name field, use SANs instead")]
    [InlineData("a.io", "a.io", SslPolicyErrors.RemoteCertificateChainErrors, 2, "x509: certificate has expired or is not yet valid: current time 2026-05-03T00:00:00Z is after 2026-05-02T00:00:00Z")]
    [InlineData("a.io", "a.io", SslPolicyErrors.RemoteCertificateChainErrors, -2, "x509: certificate has expired or is not yet valid: current time 2026-04-29T00:00:00Z is before 2026-04-30T00:00:00Z")]
    [InlineData("a.io", "a.io", SslPolicyErrors.RemoteCertificateChainErrors, 0, "x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification failure\" while trying to verify candidate authority certificate \"server\")")]
    public void What_is_wrong_is_told_as_Go_tells_it(string host, string names, SslPolicyErrors errors, int days, string expected)
    {
        using var server = Made(names);
        using var sameName = Made(names);
        Assert.Equal(expected, CertificateMistake.Of(server, host, errors, [sameName], _now.AddDays(days)));
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && days == 0) { Assert.Equal("x509: certificate signed by unknown authority", CertificateMistake.Of(server, host, errors, null, _now)); }
    }

    private static X509Certificate2 Made(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (System.Net.IPAddress.TryParse(name, out var address)) { names.AddIpAddress(address); }
        else if (name.Length > 0) { names.AddDnsName(name); }
        if (name.Length > 0) { request.CertificateExtensions.Add(names.Build()); }
        return request.CreateSelfSigned(_now.AddDays(-1), _now.AddDays(1));
    }
}
