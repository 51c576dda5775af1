using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>
/// Whether a server that this one calls is who it should be. One whose certificate names it in no subject alternative name, or is signed by SHA-1, is not, and is
/// counted. Source: Kubernetes Metrics Reference, *_x509_missing_san_total, *_x509_insecure_sha1_total; Go 1.18 and 1.24, crypto/x509.
/// </summary>
/// <param name="prefix">What the metrics' names begin with.</param>
public sealed class ServingCertificateCheck(string prefix)
{
    private const string AlternativeNames = "2.5.29.17", RsaWithSha1 = "1.2.840.113549.1.1.5", EcdsaWithSha1 = "1.2.840.10045.4.1";
    private readonly Metric _unnamed = new(prefix + "_x509_missing_san_total", "counter", Help("missing SAN extension", "due to the lack of x509 certificate SAN extension missing"));
    private readonly Metric _insecure = new(prefix + "_x509_insecure_sha1_total", "counter", Help("with insecure SHA1 signatures", "due to the insecure SHA1 signatures"));

    /// <summary>Checks one that the system's own check found these errors in.</summary>
    /// <param name="shown">The certificate.</param>
    /// <param name="chain">Those that it was traced back by.</param>
    /// <param name="errors">What the system found.</param>
    /// <param name="roots">Authorities; a certificate that is itself among them is trusted as it is, as Go's verifier does.</param>
    public bool IsTrusted(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection roots)
    {
        if (shown is not X509Certificate2 certificate) { return false; }
        var isNamed = certificate.Extensions.Any(static e => e.Oid?.Value == AlternativeNames);
        var isSecure = !IsInsecure(certificate) && !(chain?.ChainElements.Any(static e => IsInsecure(e.Certificate)) ?? false);
        if (!isNamed) { _unnamed.Add(1); }
        if (!isSecure) { _insecure.Add(1); }
        return isNamed && isSecure && (errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors
            && roots.Any(r => r.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)) && (chain is null || chain.ChainStatus.All(static s => s.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot))));
    }

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        _unnamed.Write(text);
        _insecure.Write(text);
    }

    // What signs itself is trusted for being known, not for its signature.
    private static bool IsInsecure(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value is RsaWithSha1 or EcdsaWithSha1 && !certificate.IssuerName.RawData.AsSpan().SequenceEqual(certificate.SubjectName.RawData);

    private static string Help(string what, string why) => $"Counts the number of requests to servers {what} in their serving certificate OR the number of connection failures {why} (either/or, based on the runtime environment)";
}
