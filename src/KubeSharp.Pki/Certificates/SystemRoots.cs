using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Certificates;

/// <summary>The certificate authorities that the machine trusts, read when first needed: hardly anything in a cluster needs them, and reading them takes long. Source: Go, crypto/x509, root_unix.</summary>
public static class SystemRoots
{
    // Where distributions keep them: Debian, Fedora, OpenSUSE, others.
    private static readonly string[] _files =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"];
    private static readonly Lazy<X509Certificate2Collection> _all = new(static () => Read(Environment.GetEnvironmentVariable("SSL_CERT_FILE"), Environment.GetEnvironmentVariable("SSL_CERT_DIR")));

    /// <summary>All of them; none where the system keeps none.</summary>
    public static X509Certificate2Collection All => _all.Value;

    /// <summary>Those of a file and of folders; what is no certificate is passed over.</summary>
    /// <param name="file">The file; null or empty: where distributions keep one.</param>
    /// <param name="folders">Folders beside it, between colons; null or empty: none.</param>
    public static X509Certificate2Collection Read(string? file, string? folders)
    {
        var all = new X509Certificate2Collection();
        string[] bundles = file is { Length: > 0 } ? [file] : _files;
        foreach (var found in bundles.Where(File.Exists).Take(1).Concat((folders ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)))
        {
            try { all.ImportFromPemFile(found); }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException) { }
        }
        return all;
    }
}
