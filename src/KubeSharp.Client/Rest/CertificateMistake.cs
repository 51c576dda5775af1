using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Client.Rest;

/// <summary>Why a server's certificate is not trusted, in the words of Go's library, which users search for. Pure.</summary>
internal static class CertificateMistake
{
    private const string NamesOid = "2.5.29.17";

    /// <summary>The words.</summary>
    /// <param name="server">The certificate.</param>
    /// <param name="host">The name or address that was awaited.</param>
    /// <param name="errors">What is wrong with it.</param>
    /// <param name="authorities">Who is trusted; null: whom the system trusts.</param>
    /// <param name="now">The time.</param>
    public static string Of(X509Certificate2 server, string host, SslPolicyErrors errors, X509Certificate2Collection? authorities, DateTimeOffset now)
    {
        static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var (start, end) = (new DateTimeOffset(server.NotBefore), new DateTimeOffset(server.NotAfter));
        if (now < start || now > end) { return $"x509: certificate has expired or is not yet valid: current time {Written(now)} is {(now > end ? "after" : "before")} {Written(now > end ? end : start)}"; }
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0) { return $"x509: {OtherNames(server, host)}"; }
        // One of the same name that has not signed it: a cluster that was made anew.
        var candidate = authorities?.FirstOrDefault(a => a.SubjectName.RawData.AsSpan().SequenceEqual(server.IssuerName.RawData));
        var hint = candidate is null ? "" : $" (possibly because of \"{(candidate.GetRSAPublicKey() is not null ? "crypto/rsa: verification error" : candidate.GetECDsaPublicKey() is not null ? "x509: ECDSA verification failure" : "x509: Ed25519 verification failure")}\" while trying to verify candidate authority certificate \"{candidate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}\")";
        return $"x509: certificate signed by unknown authority{hint}";
    }

    private static string OtherNames(X509Certificate2 server, string host)
    {
        var names = server.Extensions.FirstOrDefault(static e => e.Oid?.Value == NamesOid) is { } extension ? new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical) : null;
        if (names is null && server.MatchesHostname(host, allowCommonName: true)) { return "certificate relies on legacy Common Name field, use SANs instead"; }
        var isAddress = IPAddress.TryParse(host, out _);
        string[] valid = [.. isAddress ? names?.EnumerateIPAddresses().Select(static a => a.ToString()) ?? [] : names?.EnumerateDnsNames() ?? []];
        if (valid.Length > 0) { return $"certificate is valid for {string.Join(", ", valid)}, not {host}"; }
        return isAddress ? $"cannot validate certificate for {host} because it doesn't contain any IP SANs" : $"certificate is not valid for any names, but wanted to match {host}";
    }
}
