using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Certificate signing requests. Source: Certificates and Certificate Signing Requests.</summary>
public static class CertificateValidation
{
    private const int ExpirationSecondsMin = 600;
    // A domain, and the label and the name of an object.
    private const int SignerLengthMax = 571;
    private const string LegacySigner = "kubernetes.io/legacy-unknown";
    private static readonly string[] _decisions = ["Approved", "Denied", "Failed"];
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
        if (spec.Text("signerName") == LegacySigner) { errors.Invalid(path.Child("signerName"), LegacySigner, "the legacy signerName is not allowed via this API version"); }
        else if (spec.Text("signerName") is { Length: > 0 } signer) { SignerName(signer, path.Child("signerName"), errors); }
        else { errors.Required(path.Child("signerName")); }
        if (spec.Number("expirationSeconds") is { } seconds and < ExpirationSecondsMin) { errors.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration less than 600 seconds (10 minutes)"); }
        Conditions(value.Object("status").Items("conditions"), errors);
        if (old is not null) { NoneRemoved(value.Object("status").Items("conditions"), old.Object("status").Items("conditions"), errors); }
    }

    /// <summary>The status, which approves and denies nothing.</summary>
    public static void Status(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (conditions, existing) = (value.Object("status").Items("conditions"), old.Object("status").Items("conditions"));
        Conditions(conditions, errors);
        var (issued, before, path) = (value.Object("status").Text("certificate"), old.Object("status").Text("certificate"), FieldPath.Of("status").Child("certificate"));
        if (issued != before && CertificatesError(issued) is { } wrong) { errors.Invalid(path, "<certificate data>", wrong); }
        NoneRemoved(conditions, existing, errors);
        foreach (var type in _decisions.Where(t => t != "Failed" && Count(conditions, t) > Count(existing, t))) { errors.Forbidden(FieldPath.Of("status").Child("conditions"), $"updates may not add a condition of type \"{type}\""); }
        if (issued != before && before.Length > 0) { errors.Forbidden(path, "updates may not modify existing certificate content"); }
    }

    private static void NoneRemoved(ArrayNode conditions, ArrayNode existing, FieldErrors errors)
    {
        foreach (var type in _decisions.Where(t => Count(conditions, t) < Count(existing, t))) { errors.Forbidden(FieldPath.Of("status").Child("conditions"), $"updates may not remove a condition of type \"{type}\""); }
    }

    private static int Count(ArrayNode conditions, string type) => conditions.Count(c => c.Text("type") == type);

    private static void Conditions(ArrayNode conditions, FieldErrors errors)
    {
        var (path, seen) = (FieldPath.Of("status").Child("conditions"), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < conditions.Count; i++)
        {
            var (type, status, at) = (conditions[i].Text("type"), conditions[i].Text("status"), path.Index(i));
            if (type.Length == 0) { errors.Required(at.Child("type")); }
            if (status.Length == 0) { errors.Required(at.Child("status")); }
            else if (_decisions.Contains(type) && status != "True") { errors.NotSupported(at.Child("status"), status, "True"); }
            else if (status is not ("True" or "False" or "Unknown")) { errors.NotSupported(at.Child("status"), status, "False", "True", "Unknown"); }
            if ((type == "Approved" && seen.Contains("Denied")) || (type == "Denied" && seen.Contains("Approved"))) { errors.Invalid(path, type, "Approved and Denied conditions are mutually exclusive"); }
            if (!seen.Add(type)) { errors.Duplicate(at.Child("type"), type); }
        }
    }

    // One certificate at least, and nothing else.
    private static string? CertificatesError(string base64)
    {
        if (base64.Length == 0) { return null; }
        var count = 0;
        foreach (var block in PemBlock.All(Encoding.UTF8.GetString(Convert.FromBase64String(base64))))
        {
            if (block.Label != "CERTIFICATE") { return $"only CERTIFICATE PEM blocks are allowed, found \"{block.Label}\""; }
            if (block.HasHeaders) { return "no PEM block headers are permitted"; }
            try { using var certificate = X509CertificateLoader.LoadCertificate(block.Bytes); }
            catch (CryptographicException) { return "x509: malformed certificate"; }
            count++;
        }
        return count == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
    }

    /// <summary>The name of a signer. Source: core validation, ValidateSignerName.</summary>
    public static void SignerName(string signer, FieldPath path, FieldErrors errors)
    {
        if (signer.Split('/') is not [var domain, var name])
        {
            errors.Invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        if (domain.Length > LabelNames.SubdomainLengthMax) { errors.TooLong(path, LabelNames.SubdomainLengthMax); }
        Parts(domain, Names.DnsLabel, path, errors);
        if (!domain.Contains('.', StringComparison.Ordinal)) { errors.Invalid(path, domain, "should be a domain with at least two segments separated by dots"); }
        Parts(name, Names.Subdomain, path, errors);
        if (signer.Length > SignerLengthMax) { errors.TooLong(path, SignerLengthMax); }
    }

    // Only the first that is wrong is told.
    private static void Parts(string text, Func<string, string?> rule, FieldPath path, FieldErrors errors)
    {
        foreach (var part in text.Split('.'))
        {
            if (rule(part) is not { } wrong) { continue; }
            errors.Invalid(path, text, $"validating label {QuotedText.Go(part)}: {wrong}");
            return;
        }
    }

    /// <summary>The signing request in base64 of PEM; null where it is none.</summary>
    public static CertificateRequest? Read(string base64)
    {
        try
        {
            return PemBlock.All(Encoding.UTF8.GetString(Convert.FromBase64String(base64))).FirstOrDefault() is { Label: "CERTIFICATE REQUEST" } block
                ? CertificateRequest.LoadSigningRequest(block.Bytes, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException) { return null; }
    }
}
