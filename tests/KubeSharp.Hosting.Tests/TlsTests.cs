using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Hosting.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Hosting.Tests;

public sealed class TlsTests
{
    private static X509Certificate2 MakeCertificate(string name, params ReadOnlySpan<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (request, names) = (new CertificateRequest(name, key, HashAlgorithmName.SHA256), new SubjectAlternativeNameBuilder());
        foreach (var host in hosts) { names.AddDnsName(host); }
        if (hosts.Length > 0) { request.CertificateExtensions.Add(names.Build()); }
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static async Task<string> SubjectAsync(SecureServer server, string name)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, RemoteCertificateValidationCallback = static (_, _, _, _) => true });
        return tls.RemoteCertificate!.Subject;
    }

    private static async Task<(SslProtocols Protocol, TlsCipherSuite Suite)?> ShakeHandsAsync(TlsSettings settings, SslProtocols protocols, params TlsCipherSuite[] suites)
    {
        await using var server = await SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificates = new(MakeCertificate("CN=localhost")), Tls = settings }, static http => http.Response.WriteAsync("ok"), NullLoggerFactory.Instance, default);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = protocols,
                CipherSuitesPolicy = suites.Length == 0 ? null : new CipherSuitesPolicy(suites),
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
            });
            return (tls.SslProtocol, tls.NegotiatedCipherSuite);
        }
        catch (Exception e) when (e is AuthenticationException or IOException) { return null; }
    }

    [Fact]
    public async Task A_connection_that_ends_before_it_is_secure_is_told_of()
    {
        var (failures, failed) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var options = new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificates = new(MakeCertificate("CN=localhost")), HandshakeFailed = () => { Interlocked.Increment(ref failures); failed.TrySetResult(); } };
        await using var server = await SecureServer.StartAsync(options, static http => http.Response.WriteAsync("ok"), NullLoggerFactory.Instance, default);
        Assert.Equal("CN=localhost", await SubjectAsync(server, "localhost"));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, server.Port);
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            await failed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        Assert.Equal(1, failures);
    }

    [Fact]
    public async Task A_server_speaks_no_TLS_below_1_2_and_only_suites_that_keep_past_sessions_secret()
    {
        Assert.Equal(SslProtocols.Tls13, (await ShakeHandsAsync(TlsSettings.Default, SslProtocols.None))!.Value.Protocol);
        Assert.Equal(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, (await ShakeHandsAsync(TlsSettings.Default, SslProtocols.Tls12))!.Value.Suite);
#pragma warning disable SYSLIB0039, CA5397 // It is refused: that is what is tested.
        Assert.Null(await ShakeHandsAsync(TlsSettings.Default, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        Assert.Null(await ShakeHandsAsync(TlsSettings.Default, SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256));
    }

    [Theory]
    [InlineData("a.example", "CN=own")]
    [InlineData("x.b.example", "CN=wild")]
    [InlineData("x.y.b.example", "CN=default")]
    [InlineData("b.example", "CN=default")]
    [InlineData("c.example", "CN=given")]
    [InlineData("127.0.0.1", "CN=here")]
    public async Task A_certificate_is_shown_by_the_name_that_is_asked_for(string name, string shown)
    {
        var certificates = new ServingCertificates(MakeCertificate("CN=old"));
        await using var server = await SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificates = certificates }, static http => http.Response.WriteAsync("ok"), NullLoggerFactory.Instance, default);
        Assert.Equal("CN=old", await SubjectAsync(server, name));
        certificates.Replace(MakeCertificate("CN=default"),
        [
            ([], MakeCertificate("CN=own", "a.example", "c.example")), (["*.b.example"], MakeCertificate("CN=wild")), (["c.example"], MakeCertificate("CN=given")),
            (["127.0.0.1"], MakeCertificate("CN=here")), ([], MakeCertificate("CN=late", "a.example")),
        ]);
        Assert.Equal(shown, await SubjectAsync(server, name));
    }

    [Theory]
    [InlineData("a.crt,a.key", "", "a.crt", "a.key")]
    [InlineData("*.a.example, a.example : a.crt , a.key", "*.a.example;a.example", "a.crt", "a.key")]
    public void Certificates_with_names_are_told_by_their_files(string text, string names, string certificate, string key)
    {
        var read = CertificateFiles.Parse(text);
        Assert.Equal((names, certificate, key), (string.Join(';', read.Names), read.Certificate, read.Key));
    }

    [Theory]
    [InlineData("a.crt", "expected comma separated certificate and key file paths")]
    [InlineData(":a.crt,a.key", "empty names list is not allowed")]
    public void Certificates_without_a_file_or_a_name_are_refused(string text, string told) => Assert.Equal(told, Assert.Throws<FormatException>(() => CertificateFiles.Parse(text)).Message);

    [Fact]
    public async Task The_least_version_and_the_suites_can_be_chosen()
    {
        Assert.Null(await ShakeHandsAsync(TlsSettings.Read("VersionTLS13", []), SslProtocols.Tls12));
        var one = TlsSettings.Read("", ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"]);
        Assert.Equal(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, (await ShakeHandsAsync(one, SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256))!.Value.Suite);
        // A client that does not offer it cannot be served.
        Assert.Null(await ShakeHandsAsync(one, SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    }

    [Fact]
    public async Task The_handshake_names_the_authorities_of_clients()
    {
        var authority = MakeCertificate("CN=an-authority");
        await using var server = await SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificates = new(MakeCertificate("CN=localhost")), ClientAuthorities = [authority] }, static http => http.Response.WriteAsync("ok"), NullLoggerFactory.Instance, default);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        string[] named = [];
        await using var tls = new SslStream(client.GetStream(), false, static (_, _, _, _) => true, (_, _, _, _, issuers) =>
        {
            if (issuers.Length > 0) { named = issuers; }
            return null!;
        });
        await tls.AuthenticateAsClientAsync("localhost");
        // Of TLS 1.3 the server's side may still be under way.
        await tls.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        Assert.True(await tls.ReadAsync(new byte[1]) > 0);
        Assert.Equal([authority.Subject], named);
    }

    [Theory]
    [InlineData("VersionTLS11", "")]
    [InlineData("TLS1.2", "")]
    [InlineData("", "TLS_RSA_WITH_3DES_EDE_CBC_SHA")]
    public void What_is_unknown_or_not_safe_is_refused(string version, string suite) => Assert.Throws<FormatException>(() => TlsSettings.Read(version, suite.Length == 0 ? [] : [suite]));
}
