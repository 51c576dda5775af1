using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

public sealed class ServerNameTests
{
    [Theory]
    [InlineData("", "127.0.0.1", true)]
    [InlineData("", "127.0.0.2", false)]
    [InlineData("real.name", "127.0.0.2", true)]
    [InlineData("other.name", "127.0.0.1", false)]
    public async Task A_name_that_is_configured_stands_in_the_certificate_instead_of_the_address(string name, string address, bool isTrusted)
    {
        using var certificate = Certificate(address);
        using var stranger = Certificate(address);
        var config = new RestConfig { Server = new Uri("https://127.0.0.1"), TlsServerName = name };
        Assert.Equal(isTrusted, await TrustsAsync(config with { CertificateAuthorities = [certificate] }, certificate));
        Assert.False(await TrustsAsync(config with { CertificateAuthorities = [stranger] }, certificate));
        Assert.False(await TrustsAsync(config, certificate));
        Assert.True(await TrustsAsync(config with { InsecureSkipTlsVerify = true }, certificate));
    }

    // Whether a client so configured speaks to a server that shows the certificate.
    private static async Task<bool> TrustsAsync(RestConfig config, X509Certificate2 certificate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var server = new SslStream(accepted.GetStream());
        var served = server.AuthenticateAsServerAsync(certificate);
        await using var secured = new SslStream(client.GetStream());
        using var handler = ApiClient.Handler(config);
        handler.SslOptions.TargetHost = config.Server.Host;
        try
        {
            await secured.AuthenticateAsClientAsync(handler.SslOptions);
            return true;
        }
        catch (AuthenticationException) { return false; }
        finally
        {
            client.Close();
            await served.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private static X509Certificate2 Certificate(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("real.name");
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
