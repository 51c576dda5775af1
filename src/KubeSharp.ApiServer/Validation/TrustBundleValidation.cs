using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Cluster trust bundles: certificates in PEM, each once. Source: Certificates and Certificate Signing Requests, cluster trust bundles.</summary>
public static class TrustBundleValidation
{
    /// <summary>The resource.</summary>
    public const string Resource = "clustertrustbundles.certificates.k8s.io";
    // What stands in a bundle is long and would say nothing in a message.
    private const string Omitted = "<value omitted>";

    /// <summary>A new or changed bundle.</summary>
    public static void Bundle(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (name, signer, path) = (value.Object("metadata").Text("name"), value.Object("spec").Text("signerName"), FieldPath.Of("spec"));
        if (NameError(name, signer) is { } wrong) { Names.Check(wrong, FieldPath.Of("metadata").Child("name"), name, errors); }
        if (signer.Length > 0) { CertificateValidation.SignerName(signer, path.Child("signerName"), errors); }
        if (old is null || old.Object("spec").Text("trustBundle") != value.Object("spec").Text("trustBundle")) { Certificates(value.Object("spec").Text("trustBundle"), path.Child("trustBundle"), errors); }
    }

    /// <summary>What stays as it was made in a bundle.</summary>
    public static void BundleChange(ObjectNode value, ObjectNode old, FieldErrors errors) => Immutability.Check(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors, "signerName");

    /// <summary>What is wrong with the name of a bundle whose signer, if it has one, stands in it; null: nothing.</summary>
    public static string? NameError(string name) => NameError(name, name.LastIndexOf(':') is >= 0 and var end ? name[..end].Replace(':', '/') : "");

    private static string? NameError(string name, string signer)
    {
        if (signer.Length == 0) { return name.Contains(':', StringComparison.Ordinal) ? "ClusterTrustBundle without signer name must not have \":\" in its name" : Names.Subdomain(name); }
        var prefix = signer.Replace('/', ':') + ":";
        return name.StartsWith(prefix, StringComparison.Ordinal) ? Names.Subdomain(name[prefix.Length..]) : $"ClusterTrustBundle for signerName {signer} must be named with prefix {prefix}";
    }

    private static void Certificates(string bundle, FieldPath path, FieldErrors errors)
    {
        var rest = bundle.AsSpan();
        var (count, seen) = (0, new HashSet<string>(StringComparer.Ordinal));
        while (PemEncoding.TryFind(rest, out var found))
        {
            var entry = rest[found.Location];
            var label = rest[found.Label].ToString();
            if (label != "CERTIFICATE") { errors.Invalid(path, Omitted, $"entry {count} has bad block type: {label}"); }
            else if (Thumbprint(entry) is not { } print) { errors.Invalid(path, Omitted, $"entry {count} does not parse as X.509"); }
            else if (!seen.Add(print)) { errors.Invalid(path, Omitted, $"entry {count} is a duplicate of an entry before it"); }
            count++;
            rest = rest[found.Location.End.Value..];
        }
        if (count == 0) { errors.Invalid(path, Omitted, "at least one trust anchor must be provided"); }
    }

    private static string? Thumbprint(ReadOnlySpan<char> pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetCertHashString(HashAlgorithmName.SHA256);
        }
        catch (CryptographicException) { return null; }
    }
}
