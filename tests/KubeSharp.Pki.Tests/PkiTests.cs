using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Pki.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Pki.Tests;

public sealed class PkiTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-test-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_made_once_stays_the_second_time()
    {
        var first = Ensure();
        var second = Ensure();
        Assert.Equal(first.Authority.Certificate.Thumbprint, second.Authority.Certificate.Thumbprint);
        Assert.Equal(first.Server.Thumbprint, second.Server.Thumbprint);
    }

    [Fact]
    public void A_new_address_makes_a_new_server_certificate_by_the_same_authority()
    {
        var (first, second) = (Ensure(), Ensure("192.0.2.7"));
        Assert.NotEqual(first.Server.Thumbprint, second.Server.Thumbprint);
        Assert.Equal(first.Authority.Certificate.Thumbprint, second.Authority.Certificate.Thumbprint);
    }

    [Fact]
    public void An_expired_certificate_is_made_anew_and_a_valid_one_is_kept()
    {
        var first = Ensure();
        _time.Advance(TimeSpan.FromDays(366));
        var second = Ensure();
        Assert.NotEqual(first.Server.Thumbprint, second.Server.Thumbprint);
        Assert.Equal(first.Authority.Certificate.Thumbprint, second.Authority.Certificate.Thumbprint);
    }

    [Fact]
    public void A_half_written_certificate_is_made_anew()
    {
        Ensure();
        var path = Path.Combine(_folder, "apiserver.crt");
        File.WriteAllText(path, File.ReadAllText(path)[..200]);
        Ensure();
        Assert.Contains("END CERTIFICATE", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_is_signed_with_its_own_names_for_the_usages_given(bool isRsa)
    {
        using System.Security.Cryptography.AsymmetricAlgorithm key = isRsa ? System.Security.Cryptography.RSA.Create(2048) : System.Security.Cryptography.ECDsa.Create();
        var hash = System.Security.Cryptography.HashAlgorithmName.SHA256;
        var request = key is System.Security.Cryptography.RSA rsa ? new CertificateRequest("CN=joe", rsa, hash, System.Security.Cryptography.RSASignaturePadding.Pkcs1) : new CertificateRequest("CN=joe", (System.Security.Cryptography.ECDsa)key, hash);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("joe.example");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = Ensure().Authority;
        using var signed = X509Certificate2.CreateFromPem(authority.SignPem(request.CreateSigningRequestPem(), ["digital signature", "client auth"], TimeSpan.FromHours(1), _time.GetUtcNow()));
        Assert.Equal("CN=joe", signed.Subject);
        Assert.Equal(["joe.example"], signed.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        Assert.Equal("1.3.6.1.5.5.7.3.2", Assert.Single(signed.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>()).Value);
        // What a request says of itself as an authority does not count.
        Assert.False(signed.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = _time.GetUtcNow().UtcDateTime } };
        chain.ChainPolicy.CustomTrustStore.Add(authority.Certificate);
        Assert.True(chain.Build(signed));
    }

    [Fact]
    public void Keys_are_for_their_owner_only()
    {
        Ensure();
        Assert.All(Directory.GetFiles(_folder, "*.key"), static f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void OpenSSL_accepts_what_was_issued()
    {
        Ensure();
        foreach (var (authority, certificate) in (ReadOnlySpan<(string, string)>)[("ca", "apiserver"), ("ca", "apiserver-kubelet-client"), ("front-proxy-ca", "front-proxy-client")])
        {
            using var openssl = Process.Start(new ProcessStartInfo("openssl", ["verify", "-x509_strict", "-CAfile", Path.Combine(_folder, authority + ".crt"), Path.Combine(_folder, certificate + ".crt")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = openssl.StandardOutput.ReadToEnd() + openssl.StandardError.ReadToEnd();
            openssl.WaitForExit();
            Assert.True(openssl.ExitCode == 0, said);
        }
    }

    [Fact]
    public void A_token_holds_for_its_audience_until_it_expires()
    {
        var tokens = new ServiceAccountTokens(Ensure().ServiceAccountKey, "https://issuer", _time);
        var token = Token(tokens);
        Assert.Equal("name", tokens.Verify(token, ["https://issuer"]).Claims?.Name);
        Assert.Null(tokens.Verify(token, ["other"]).Claims);
        Assert.Contains("audiences", tokens.Verify(token, ["other"]).Error);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Contains("expired", tokens.Verify(token, ["https://issuer"]).Error);
    }

    [Fact]
    public void A_token_that_was_changed_or_signed_by_another_does_not_hold()
    {
        var key = Ensure().ServiceAccountKey;
        var tokens = new ServiceAccountTokens(key, "https://issuer", _time);
        var parts = Token(tokens).Split('.');
        Assert.Null(tokens.Verify($"{parts[0]}.{parts[1][..^2]}AA.{parts[2]}", ["https://issuer"]).Claims);
        Assert.Null(tokens.Verify("a.b", ["https://issuer"]).Claims);
        Assert.Null(tokens.Verify("", ["https://issuer"]).Claims);
        using var another = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        Assert.Null(tokens.Verify(Token(new ServiceAccountTokens(another, "https://issuer", _time)), ["https://issuer"]).Claims);
        Assert.Null(tokens.Verify(Token(new ServiceAccountTokens(key, "https://else", _time)), ["https://issuer"]).Claims);
    }

    [Fact]
    public void An_RSA_key_signs_tokens_too_and_a_rotated_key_still_checks_them()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var old = new ServiceAccountTokens(TokenKey.FromPem(rsa.ExportPkcs8PrivateKeyPem()), [], "https://issuer", _time);
        var token = Token(old);
        var rotated = new ServiceAccountTokens(new TokenKey(Ensure().ServiceAccountKey), [TokenKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem())], "https://issuer", _time);
        Assert.Equal("name", rotated.Verify(token, ["https://issuer"]).Claims?.Name);
        Assert.Contains("\"alg\":\"RS256\"", rotated.KeySet());
        Assert.Contains("\"alg\":\"ES256\"", rotated.KeySet());
        Assert.Null(old.Verify(Token(rotated), ["https://issuer"]).Claims);
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => TokenKey.FromPem("no key"));
    }

    [Theory]
    [InlineData("abcdef.0123456789abcdef", true)]
    [InlineData("abcdef.0123456789abcdef\n", false)]
    [InlineData("ABCDEF.0123456789abcdef", false)]
    [InlineData("abcde.0123456789abcdef", false)]
    [InlineData("abcdef0123456789abcdef", false)]
    [InlineData(null, false)]
    public void A_bootstrap_token_is_six_and_sixteen_characters(string? text, bool isOne) => Assert.Equal(isOne, BootstrapToken.TryParse(text, out _));

    [Fact]
    public void A_new_bootstrap_token_can_be_read()
    {
        var made = BootstrapToken.Create();
        Assert.True(BootstrapToken.TryParse(made.ToString(), out var read));
        Assert.Equal(made, read);
    }

    private ClusterPki Ensure(params string[] addresses) => ClusterPki.Ensure(_folder, new ClusterPkiOptions { ServerAddresses = [.. addresses.Select(IPAddress.Parse)] }, _time);

    private string Token(ServiceAccountTokens tokens) =>
        tokens.Issue(new ServiceAccountClaims("ns", "name", "uid") { Audiences = ["https://issuer"], IssuedAt = _time.GetUtcNow(), Expires = _time.GetUtcNow() + TimeSpan.FromHours(1), Id = "id" });
}
