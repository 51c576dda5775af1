using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Certificates;

/// <summary>Signs certificates. Keys are ECDSA P-256. Source: PKI certificates and requirements.</summary>
public sealed class CertificateAuthority(X509Certificate2 certificate)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(3650);
    // A clock that runs a little late must not find a new certificate not yet valid.
    private static readonly TimeSpan _backdated = TimeSpan.FromMinutes(5);

    /// <summary>The authority's own certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>A new authority, valid for ten years.</summary>
    public static CertificateAuthority Create(string commonName, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(commonName);
        request.CertificateExtensions.Add(names.Build());
        return new(request.CreateSelfSigned(now - _backdated, now + _lifetime));
    }

    /// <summary>A certificate with a new key.</summary>
    public X509Certificate2 Issue(CertificateRequestOptions options, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        foreach (var organization in options.Organizations) { subject.AddOrganizationName(organization); }
        subject.AddCommonName(options.CommonName);
        using var signed = Sign(new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256), options, now);
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate for the key of a signing request (PEM); what it may be used for is the signer's to say.</summary>
    /// <exception cref="CryptographicException">The request is malformed or its signature does not hold.</exception>
    public string IssuePem(string signingRequestPem, CertificateRequestOptions options, DateTimeOffset now)
    {
        var request = CertificateRequest.LoadSigningRequestPem(signingRequestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
        using var signed = Sign(request, options, now);
        return signed.ExportCertificatePem();
    }

    private X509Certificate2 Sign(CertificateRequest request, CertificateRequestOptions options, DateTimeOffset now)
    {
        request.CertificateExtensions.Clear();
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        var uses = new OidCollection();
        if (options.IsServer) { uses.Add(new Oid(ServerUse)); }
        if (options.IsClient) { uses.Add(new Oid(ClientUse)); }
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        if (Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } own)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(own));
        }
        if (options.DnsNames.Length + options.Addresses.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in options.DnsNames) { names.AddDnsName(name); }
            foreach (var address in options.Addresses) { names.AddIpAddress(address); }
            request.CertificateExtensions.Add(names.Build());
        }
        var end = now + options.Lifetime < Certificate.NotAfter ? now + options.Lifetime : Certificate.NotAfter;
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        return request.Create(Certificate, now - _backdated, end, serial);
    }
}
