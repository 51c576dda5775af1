using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>The certificate authorities that the system trusts, read when first needed: at start nothing needs them, and reading them takes long.</summary>
public static class SystemRoots
{
    // Where distributions keep them: Debian, Fedora, OpenSUSE, others.
    private static readonly string[] _files =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"];
    private static readonly Lazy<X509Certificate2Collection> _all = new(Read);

    /// <summary>All of them; none where the system keeps none.</summary>
    public static X509Certificate2Collection All => _all.Value;

    private static X509Certificate2Collection Read()
    {
        var all = new X509Certificate2Collection();
        if (_files.FirstOrDefault(File.Exists) is not { } file) { return all; }
        try { all.ImportFromPemFile(file); }
        catch (CryptographicException) { all.Clear(); }
        return all;
    }
}
