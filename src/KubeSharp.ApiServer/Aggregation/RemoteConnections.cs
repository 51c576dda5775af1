using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Connections to other API servers, with the proxy's client certificate, by which they believe who asks.</summary>
/// <param name="certificate">The proxy's client certificate; null: none is shown.</param>
/// <param name="resolve">Where the server reaches a service.</param>
/// <param name="egress">How connections leave the server.</param>
public sealed class RemoteConnections(X509Certificate2? certificate, Func<ServiceReference, IPEndPoint> resolve, Egress egress) : IDisposable
{
    private const int KeptMax = 256;
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(string Authorities, bool Skips), Backend> _backends = new();

    /// <summary>What it thinks of their certificates.</summary>
    public ServingCertificateCheck Certificates { get; } = new("apiserver_kube_aggregator");

    /// <summary>Connections to a service.</summary>
    public IRelayConnections Of(RemoteService service)
    {
        var key = (service.Authorities, service.SkipsVerification);
        if (_backends.TryGetValue(key, out var found)) { return found; }
        if (_backends.Count >= KeptMax) { _backends.Clear(); }
        return _backends.GetOrAdd(key, static (k, self) => new Backend(self.Tls(k.Authorities, k.Skips), self.ConnectAsync), this);
    }

    /// <summary>GET in the name of this server; with the tag of what is known already, 304 where that is as it was.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async ValueTask<RemoteAnswer> GetAsync(RemoteService service, string path, string accept, CancellationToken cancellation, string tag = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, service.Url(path));
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Add("X-Remote-User", "system:kube-aggregator");
        request.Headers.Add("X-Remote-Group", "system:masters");
        if (tag.Length > 0) { request.Headers.TryAddWithoutValidation("If-None-Match", tag); }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        using var response = await Of(service).Client.SendAsync(request, limit.Token).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
        return new((int)response.StatusCode, body, response.Content.Headers.ContentType?.ToString() ?? "", response.Headers.ETag?.ToString() ?? "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var backend in _backends.Values) { backend.Client.Dispose(); }
    }

    private ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        try { return egress.ConnectAsync(EgressKind.Cluster, resolve(ServiceReference.Parse(host, port) ?? throw new HttpRequestException($"{host} names no service")), cancellation); }
        catch (WebhookException e) { throw new HttpRequestException(e.Message, e); }
    }

    private SslClientAuthenticationOptions Tls(string authorities, bool skips)
    {
        var options = new SslClientAuthenticationOptions { ClientCertificates = certificate is null ? [] : [certificate] };
        if (skips)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            return options;
        }
        var roots = new X509Certificate2Collection();
        try { if (authorities.Length > 0) { roots.ImportFromPem(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(authorities))); } }
        catch (Exception e) when (e is FormatException or CryptographicException) { throw new HttpRequestException("the caBundle cannot be read", e); }
        options.CertificateChainPolicy = CertificateTrust.By(roots.Count > 0 ? roots : null);
        options.RemoteCertificateValidationCallback = (_, shown, chain, errors) => Certificates.IsTrusted(shown, chain, errors, roots);
        return options;
    }

    private sealed class Backend : IRelayConnections
    {
        private readonly SslClientAuthenticationOptions _tls;
        private readonly Func<string, int, CancellationToken, ValueTask<Stream>> _connect;

        public Backend(SslClientAuthenticationOptions tls, Func<string, int, CancellationToken, ValueTask<Stream>> connect)
        {
            (_tls, _connect) = (tls, connect);
            Client = new HttpMessageInvoker(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                // HTTP/1.1 only, as it is text in which lines can be put.
                PlaintextStreamFilter = static (context, _) => new(new RepeatedHeaders(context.PlaintextStream)),
                SslOptions = tls,
                ConnectCallback = (context, cancellation) => connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation),
            });
        }

        public HttpMessageInvoker Client { get; }

        public async ValueTask<Stream> ConnectAsync(Uri target, CancellationToken cancellation)
        {
            var tls = new SslStream(await _connect(target.Host, target.Port, cancellation).ConfigureAwait(false));
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = target.Host,
                ClientCertificates = _tls.ClientCertificates,
                CertificateChainPolicy = _tls.CertificateChainPolicy,
                RemoteCertificateValidationCallback = _tls.RemoteCertificateValidationCallback,
            }, cancellation).ConfigureAwait(false);
            return tls;
        }
    }
}
