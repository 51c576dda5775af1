using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.Machinery.Tracing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>
/// Calls webhooks: admission, conversion, authentication, authorization, audit. Connections are kept for the next call. Redirects are never
/// followed, answers are bounded, and each call has a time-out. <paramref name="resolve"/> says where the server reaches a service,
/// <paramref name="egress"/> how connections leave it.
/// </summary>
public sealed class WebhookClient(Func<ServiceReference, IPEndPoint> resolve, Egress egress) : IDisposable
{
    /// <summary>Largest answer, bytes.</summary>
    public const int AnswerBytesMax = 16 * 1024 * 1024;
    private const int ConnectionsKeptMax = 256;
    private static readonly TimeSpan _connectionLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _pingDelay = TimeSpan.FromSeconds(5);
    // By what a connection depends on beside its address. One that is pushed out ends when its calls have ended and it was idle.
    private readonly ConcurrentDictionary<(string Authorities, X509Certificate2? Client), HttpMessageInvoker> _connections = new();

    /// <summary>What it thinks of webhooks' certificates.</summary>
    public ServingCertificateCheck Certificates { get; } = new("apiserver_webhooks");

    /// <summary>Posts an object and reads the one that is answered.</summary>
    /// <exception cref="WebhookException">The webhook cannot be reached, is too slow, or does not answer 2xx with a JSON object.</exception>
    public async ValueTask<ObjectNode> PostAsync(WebhookEndpoint endpoint, ObjectNode body, TimeSpan timeout, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ByteArrayContent(body.ToUtf8()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await SendAsync(endpoint, request, timeout, cancellation).ConfigureAwait(false);
        // Compat: an audit webhook need not answer anything.
        if (answer.Length == 0) { return ObjectNode.Empty; }
        try { return Node.Parse(answer) as ObjectNode ?? throw Failed(endpoint, request, "the answer is no object"); }
        catch (JsonException e) { throw Failed(endpoint, request, "the answer is no JSON", e); }
    }

    /// <summary>Reads what is there.</summary>
    /// <exception cref="WebhookException">It cannot be reached, is too slow, or does not answer 2xx.</exception>
    public async ValueTask<byte[]> GetAsync(WebhookEndpoint endpoint, TimeSpan timeout, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Address);
        return await SendAsync(endpoint, request, timeout, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<byte[]> SendAsync(WebhookEndpoint endpoint, HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation)
    {
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("kube-apiserver-webhook");
        if (Span.Current is { } span) { request.Headers.TryAddWithoutValidation(TraceContext.Header, span.Context.ToString()); }
        request.Headers.Authorization = endpoint.Credentials.Authorization;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await Connection(endpoint).SendAsync(request, limit.Token).ConfigureAwait(false);
            var answer = await ReadAsync(response.Content, limit.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? answer : throw Failed(endpoint, request, Refusal((int)response.StatusCode, answer), isTransient: (int)response.StatusCode is 429 or 500 or 504);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested) { throw Failed(endpoint, request, "context deadline exceeded", e); }
        catch (HttpRequestException e) { throw Failed(endpoint, request, Reason(e), e, e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset }); }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException) { throw Failed(endpoint, request, e.Message, e); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections.Values) { connection.Dispose(); }
    }

    private HttpMessageInvoker Connection(WebhookEndpoint endpoint)
    {
        var key = (endpoint.Authorities, endpoint.Credentials.Certificate);
        if (_connections.TryGetValue(key, out var found)) { return found; }
        if (_connections.Count >= ConnectionsKeptMax) { _connections.Clear(); }
        return _connections.GetOrAdd(key, static (k, self) => self.Connect(k.Authorities, k.Client), this);
    }

    private HttpMessageInvoker Connect(string authorities, X509Certificate2? client)
    {
        var roots = Roots(authorities);
        return new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = _connectionLife,
            // A pod that went away says nothing: without pings its connection would fail each call until the system gives up.
            KeepAlivePingDelay = _pingDelay,
            KeepAlivePingTimeout = _pingDelay,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,
            ConnectCallback = (context, cancellation) => ServiceReference.Parse(context.DnsEndPoint.Host, context.DnsEndPoint.Port) is { } service
                ? egress.ConnectAsync(EgressKind.Cluster, resolve(service), cancellation) : egress.ConnectAsync(EgressKind.ControlPlane, context.DnsEndPoint, cancellation),
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = client is null ? null : [client],
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = CertificateTrust.By(roots),
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Certificates.IsTrusted(certificate, chain, errors, roots),
            },
        });
    }

    private static X509Certificate2Collection Roots(string authorities)
    {
        if (authorities.Length == 0) { return SystemRoots.All; }
        var roots = new X509Certificate2Collection();
        try { roots.ImportFromPem(authorities); }
        catch (CryptographicException e) { throw new WebhookException("unable to load root certificates: unable to parse bytes as PEM block", e); }
        return roots;
    }

    private static async ValueTask<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > AnswerBytesMax) { throw new HttpRequestException($"the answer is larger than {AnswerBytesMax} bytes"); }
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new ArrayBufferWriter<byte>((int)(content.Headers.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.GetMemory(4096), cancellation).ConfigureAwait(false);
            if (read == 0) { return buffer.WrittenSpan.ToArray(); }
            buffer.Advance(read);
            if (buffer.WrittenCount > AnswerBytesMax) { throw new HttpRequestException($"the answer is larger than {AnswerBytesMax} bytes"); }
        }
    }

    // What a webhook says when it fails is shown to the client that asked; only a line of it, as it may say anything.
    private static string Refusal(int code, byte[] answer)
    {
        var text = System.Text.Encoding.UTF8.GetString(answer.AsSpan(0, Math.Min(answer.Length, 256))).Split('\n')[0].Trim();
        return code switch
        {
            404 => "the server could not find the requested resource",
            >= 300 and < 400 => $"the server answered {code}, and redirects are not followed",
            _ => $"an error on the server (\"{(text.Length == 0 ? "unknown" : text)}\") has prevented the request from succeeding",
        };
    }

    private static string Reason(HttpRequestException e) => e.InnerException switch
    {
        WebhookException own => own.Message,
        AuthenticationException => "tls: failed to verify certificate: x509: certificate signed by unknown authority, or made out to another name",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connect: connection refused",
        { } inner => inner.Message,
        null => e.Message,
    };

    private static WebhookException Failed(WebhookEndpoint endpoint, HttpRequestMessage request, string why, Exception? cause = null, bool isTransient = false) =>
        new($"{(request.Method == HttpMethod.Get ? "Get" : "Post")} \"{endpoint.Address}\": {why}", cause) { IsTransient = isTransient };
}
