using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.Bootstrap.Join;

/// <summary>
/// The certificates of a node: who it is to the API server, and what it serves with. Asked for by signing requests, so that keys never leave the
/// machine; kept in a folder; renewed when a fifth of their time is left. Source: TLS bootstrapping.
/// </summary>
public sealed class NodeCertificates(string folder, string nodeName, TimeProvider time)
{
    private const string ClientFile = "kubelet-client", ServerFile = "kubelet";
    private const int AskMilliseconds = 30, AnswerMaxSeconds = 120;
    private static readonly TimeSpan _backdated = TimeSpan.FromMinutes(5);
    private readonly Metric _clientErrors = new("kubelet_certificate_manager_client_expiration_renew_errors", "counter", "Counter of certificate renewal errors.");
    private readonly Metric _serverErrors = new("kubelet_server_expiration_renew_errors", "counter", "Counter of certificate renewal errors.");
    // When the certificates end that were last read or asked for, by file.
    private readonly ConcurrentDictionary<string, DateTime> _ends = new(StringComparer.Ordinal);

    /// <summary>The client certificate that is there and still valid; null: the machine has to join.</summary>
    public X509Certificate2? Client() => Read(ClientFile) is { } there && there.NotAfter > time.GetUtcNow() && there.GetNameInfo(X509NameType.SimpleName, false) == $"system:node:{nodeName}" ? there : null;

    /// <summary>Whether a certificate should be renewed by now.</summary>
    public bool IsDue(X509Certificate2 certificate) => IsDue(certificate, time.GetUtcNow());

    /// <summary>Whether a certificate should be renewed at this time.</summary>
    public static bool IsDue(X509Certificate2 certificate, DateTimeOffset now) => now > certificate.NotBefore + _backdated + ((certificate.NotAfter - certificate.NotBefore) * 0.8);

    /// <summary>Asks for a client certificate: by a token at first, by the one before later.</summary>
    /// <exception cref="JoinException">It was refused or not signed in time.</exception>
    public async Task<X509Certificate2> RequestClientAsync(IApiClient client, CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return await RequestAsync(client, "kubernetes.io/kube-apiserver-client-kubelet", "client auth", Request(key), key, ClientFile, cancellation).ConfigureAwait(false);
    }

    /// <summary>The serving certificate for the node's name and address: the one that is there, else a new one. The node must be registered meanwhile.</summary>
    /// <exception cref="JoinException">It was refused or not signed in time.</exception>
    public async Task<X509Certificate2> ServerAsync(IApiClient client, IPAddress address, CancellationToken cancellation)
    {
        if (Read(ServerFile) is { } there && !IsDue(there) && there.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateIPAddresses().Contains(address) == true) { return there; }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(nodeName);
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        return await RequestAsync(client, "kubernetes.io/kubelet-serving", "server auth", request, key, ServerFile, cancellation).ConfigureAwait(false);
    }

    /// <summary>How long the certificates last and how often new ones were not to be had, in Prometheus' text form. Source: Kubernetes Metrics Reference, kubelet_certificate_manager.</summary>
    public void WriteMetrics(StringBuilder text)
    {
        _clientErrors.Write(text);
        _serverErrors.Write(text);
        MetricText.One(text, "kubelet_certificate_manager_client_ttl_seconds", "gauge", "Gauge of the TTL (time-to-live) of the Kubelet's client certificate. The value is in seconds until certificate expiry (negative if already expired). If client certificate is invalid or unused, the value will be +INF.", Left(ClientFile));
        MetricText.One(text, "kubelet_certificate_manager_server_ttl_seconds", "gauge", "Gauge of the shortest TTL (time-to-live) of the Kubelet's serving certificate. The value is in seconds until certificate expiry (negative if already expired). If serving certificate is invalid or unused, the value will be +INF.", Left(ServerFile));
    }

    private double Left(string file) => _ends.TryGetValue(file, out var end) ? Math.Round((end.ToUniversalTime() - time.GetUtcNow().UtcDateTime).TotalSeconds) : double.PositiveInfinity;

    private X509Certificate2? Read(string file) => PemFiles.Read(folder, file) is { } there ? Noted(file, there) : null;

    private X509Certificate2 Noted(string file, X509Certificate2 certificate)
    {
        _ends[file] = certificate.NotAfter;
        return certificate;
    }

    private CertificateRequest Request(ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName("system:nodes");
        subject.AddCommonName($"system:node:{nodeName}");
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
    }

    private async Task<X509Certificate2> RequestAsync(IApiClient client, string signer, string usage, CertificateRequest request, ECDsa key, string file, CancellationToken cancellation)
    {
        try { return Noted(file, await AskAsync(client, signer, usage, request, key, file, cancellation).ConfigureAwait(false)); }
        catch (Exception e) when (e is JoinException or StatusException or HttpRequestException)
        {
            (file == ClientFile ? _clientErrors : _serverErrors).Add(1);
            throw;
        }
    }

    private async Task<X509Certificate2> AskAsync(IApiClient client, string signer, string usage, CertificateRequest request, ECDsa key, string file, CancellationToken cancellation)
    {
        var made = await client.CreateAsync(new CertificateSigningRequest
        {
            Metadata = new ObjectMeta { GenerateName = "csr-" },
            Spec = new CertificateSigningRequestSpec { Request = Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()), SignerName = signer, Usages = ["digital signature", usage] },
        }, cancellation).ConfigureAwait(false);
        var begin = time.GetTimestamp();
        while (made.Status.Certificate is not { Length: > 0 })
        {
            if (made.Status.Conditions.FirstOrDefault(static c => c.Type is "Denied" or "Failed") is { } no) { throw new JoinException($"the certificate for {signer} was refused ({no.Type}): {no.Message}"); }
            if (time.GetElapsedTime(begin) > TimeSpan.FromSeconds(AnswerMaxSeconds)) { throw new JoinException($"the certificate for {signer} was not signed within {AnswerMaxSeconds} s: kubectl certificate approve {made.Metadata.Name}"); }
            await Task.Delay(TimeSpan.FromMilliseconds(AskMilliseconds), time, cancellation).ConfigureAwait(false);
            made = await client.GetAsync<CertificateSigningRequest>(null, made.Metadata.Name!, cancellation).ConfigureAwait(false);
        }
        using var signed = X509Certificate2.CreateFromPem(made.Status.Certificate.ToText());
        var certificate = signed.CopyWithPrivateKey(key);
        PemFiles.Write(folder, file, certificate);
        return certificate;
    }
}
