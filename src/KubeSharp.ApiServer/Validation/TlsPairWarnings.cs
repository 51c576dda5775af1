using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Certificates and keys in secrets that do not go together: texts for Warning headers, as Go's library words them. Pure.</summary>
internal static class TlsPairWarnings
{
    private const string Certificate = "CERTIFICATE", Key = "PRIVATE KEY";

    /// <summary>Of a secret.</summary>
    public static ImmutableArray<string> Of(ObjectNode secret) =>
        secret.Text("type") == "kubernetes.io/tls" && Mistake(Decode(secret, "tls.crt"), Decode(secret, "tls.key")) is { } text ? ["tls: " + text] : [];

    private static string? Mistake(string certificate, string key)
    {
        var (blocks, keys) = (Labels(certificate), Labels(key));
        if (blocks.Count == 0) { return "failed to find any PEM data in certificate input"; }
        if (!blocks.Contains(Certificate))
        {
            return blocks is [var only] && only.EndsWith(Key, StringComparison.Ordinal) ? "failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
                : $"failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: [{string.Join(' ', blocks)}]";
        }
        if (keys.Count == 0) { return "failed to find any PEM data in key input"; }
        if (!keys.Any(static k => k.EndsWith(Key, StringComparison.Ordinal)))
        {
            return keys is [Certificate] ? "found a certificate rather than a key in the PEM for the private key"
                : $"failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: [{string.Join(' ', keys)}]";
        }
        return Differ(certificate, key);
    }

    private static string? Differ(string certificate, string key)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPem(certificate);
            try { using var pair = X509Certificate2.CreateFromPem(certificate, key); }
            catch (ArgumentException) { return "private key does not match public key"; }
            catch (CryptographicException e) { return e.Message.Contains("match", StringComparison.OrdinalIgnoreCase) ? "private key does not match public key" : "failed to parse private key"; }
            return null;
        }
        // What is wrong within a certificate is told by Go in words that .NET has not.
        catch (CryptographicException) { return null; }
    }

    private static List<string> Labels(string text)
    {
        var labels = new List<string>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            labels.Add(rest[found.Label].ToString());
            rest = rest[found.Location.End..];
        }
        return labels;
    }

    private static string Decode(ObjectNode secret, string field)
    {
        try { return Encoding.Latin1.GetString(Convert.FromBase64String(secret.Object("data").Text(field))); }
        catch (FormatException) { return ""; }
    }
}
