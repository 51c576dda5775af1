using System.Net;
using System.Text;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Client.Rest;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.Bootstrap.Tests;

public sealed class NodeCertificatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("certificates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class NoServer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("no server");
    }

    [Fact]
    public async Task A_node_tells_how_long_its_certificates_last_and_what_it_could_not_renew()
    {
        var certificates = new NodeCertificates(_folder, "n1", TimeProvider.System);
        Assert.Null(certificates.Client());
        Assert.Contains("kubelet_certificate_manager_client_ttl_seconds +Inf\n", Text(), StringComparison.Ordinal);
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://test") }, TimeProvider.System, new NoServer());
        await Assert.ThrowsAsync<HttpRequestException>(() => certificates.RequestClientAsync(client, CancellationToken.None));
        await Assert.ThrowsAsync<HttpRequestException>(() => certificates.ServerAsync(client, IPAddress.Loopback, CancellationToken.None));
        Assert.Contains("kubelet_certificate_manager_client_expiration_renew_errors 1\n", Text(), StringComparison.Ordinal);
        Assert.Contains("kubelet_server_expiration_renew_errors 1\n", Text(), StringComparison.Ordinal);
        using var made = CertificateAuthority.Create("ca", TimeProvider.System.GetUtcNow()).Issue(new CertificateRequestOptions("system:node:n1"), TimeProvider.System.GetUtcNow());
        PemFiles.Write(_folder, "kubelet-client", made);
        Assert.NotNull(certificates.Client());
        Assert.DoesNotContain("client_ttl_seconds +Inf", Text(), StringComparison.Ordinal);

        string Text()
        {
            var text = new StringBuilder();
            certificates.WriteMetrics(text);
            return text.ToString();
        }
    }
}
