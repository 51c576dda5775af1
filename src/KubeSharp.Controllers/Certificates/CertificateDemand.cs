using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Controllers.Certificates;

/// <summary>What a signing request asks for.</summary>
/// <param name="CommonName">Of the subject.</param>
/// <param name="Organizations">Of the subject.</param>
/// <param name="DnsNames">Names to serve.</param>
/// <param name="Addresses">Addresses to serve.</param>
/// <param name="HasOtherNames">E-mail addresses or URIs are asked for, too.</param>
public sealed record CertificateDemand(string CommonName, ImmutableArray<string> Organizations, ImmutableArray<string> DnsNames, ImmutableArray<IPAddress> Addresses, bool HasOtherNames)
{
    private const string CommonNameId = "2.5.4.3", OrganizationId = "2.5.4.10", AlternativeNamesId = "2.5.29.17";

    /// <summary>Reads a request in PEM; null where it is none.</summary>
    public static CertificateDemand? Read(string pem)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            var parts = request.SubjectName.EnumerateRelativeDistinguishedNames().Where(static p => !p.HasMultipleElements).Select(static p => (Type: p.GetSingleElementType().Value, Value: p.GetSingleElementValue() ?? "")).ToArray();
            var raw = request.CertificateExtensions.FirstOrDefault(static e => e.Oid?.Value == AlternativeNamesId);
            var names = raw is null ? null : new X509SubjectAlternativeNameExtension(raw.RawData, raw.Critical);
            var (dns, addresses) = (names?.EnumerateDnsNames().ToImmutableArray() ?? [], names?.EnumerateIPAddresses().ToImmutableArray() ?? []);
            return new(parts.FirstOrDefault(static p => p.Type == CommonNameId).Value ?? "", [.. parts.Where(static p => p.Type == OrganizationId).Select(static p => p.Value)], dns, addresses, raw is not null && Count(raw.RawData) != dns.Length + addresses.Length);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException) { return null; }
    }

    private static int Count(byte[] alternativeNames)
    {
        var names = new System.Formats.Asn1.AsnReader(alternativeNames, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var count = 0;
        for (; names.HasData; count++) { names.ReadEncodedValue(); }
        return count;
    }
}
