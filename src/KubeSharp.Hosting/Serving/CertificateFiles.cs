using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Hosting.Serving;

/// <summary>The files of a certificate and its key.</summary>
/// <param name="Names">Patterns of the names that it is for; none: those that it bears.</param>
/// <param name="Certificate">The certificate's file.</param>
/// <param name="Key">The key's file.</param>
public sealed record CertificateFiles(ImmutableArray<string> Names, string Certificate, string Key)
{
    /// <summary>Reads CERTIFICATE,KEY or NAME,*.NAME:CERTIFICATE,KEY. Source: kube-apiserver, --tls-sni-cert-key.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CertificateFiles Parse(string text)
    {
        var (names, files) = text.Split(':', 2) is [var before, var after] ? (before.Trim(), after) : (null, text);
        if (names is { Length: 0 }) { throw new FormatException("empty names list is not allowed"); }
        return files.Split(',', StringSplitOptions.TrimEntries) is [var certificate, var key] ? new(names is null ? [] : [.. names.Split(',', StringSplitOptions.TrimEntries)], certificate, key)
            : throw new FormatException("expected comma separated certificate and key file paths");
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="FormatException">They do not hold, or not together.</exception>
    public X509Certificate2 Load()
    {
        try { return X509Certificate2.CreateFromPemFile(Certificate, Key); }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException) { throw new FormatException($"{Certificate}, {Key}: {e.Message}", e); }
    }
}
