using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Certificate signing requests. Source: Certificates and Certificate Signing Requests.</summary>
public static class CertificateValidation
{
    private const int ExpirationSecondsMin = 600;
    private static readonly string[] _usages =
    [
        "signing", "digital signature", "content commitment", "key encipherment", "key agreement", "data encipherment", "cert sign", "crl sign", "encipher only", "decipher only",
        "any", "server auth", "client auth", "code signing", "email protection", "s/mime", "ipsec end system", "ipsec tunnel", "ipsec user", "timestamping", "ocsp signing", "microsoft sgc", "netscape sgc",
    ];

    /// <summary>A new or changed request.</summary>
    public static void Request(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (old is null && Read(spec.Text("request")) is null) { errors.Invalid(path.Child("request"), spec["request"] ?? "", "PEM block type must be CERTIFICATE REQUEST"); }
        var usages = spec.Items("usages");
        if (usages.Count == 0) { errors.Required(path.Child("usages")); }
        var seen = new HashSet<Node>();
        for (var i = 0; i < usages.Count; i++)
        {
            if (usages[i] is StringNode usage && !_usages.Contains(usage.Value)) { errors.NotSupported(path.Child("usages").Index(i), usage, [.. _usages.Order(StringComparer.Ordinal)]); }
            if (!seen.Add(usages[i])) { errors.Duplicate(path.Child("usages").Index(i), usages[i]); }
        }
        if (spec.Text("signerName") is { Length: > 0 } signer) { SignerName(signer, path.Child("signerName"), errors); }
        else { errors.Required(path.Child("signerName")); }
        if (spec.Number("expirationSeconds") is { } seconds and < ExpirationSecondsMin) { errors.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration less than 600 seconds (10 minutes)"); }
        var conditions = value.Object("status").Items("conditions");
        if (conditions.Any(static c => c.Text("type") == "Approved") && conditions.Any(static c => c.Text("type") == "Denied")) { errors.Invalid(FieldPath.Of("status").Child("conditions"), "Denied", "Approved and Denied conditions are mutually exclusive"); }
    }

    /// <summary>The name of a signer.</summary>
    public static void SignerName(string signer, FieldPath path, FieldErrors errors)
    {
        if (signer.Split('/', 2) is not [var domain, { Length: > 0 } rest] || !domain.Contains('.', StringComparison.Ordinal) || Names.Subdomain(domain) is not null || rest.Split('/').Any(static s => Names.Subdomain(s) is not null))
        {
            errors.Invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
        }
    }

    /// <summary>The signing request in base64 of PEM; null where it is none.</summary>
    public static CertificateRequest? Read(string base64)
    {
        try
        {
            return CertificateRequest.LoadSigningRequestPem(Encoding.UTF8.GetString(Convert.FromBase64String(base64)), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException) { return null; }
    }
}
