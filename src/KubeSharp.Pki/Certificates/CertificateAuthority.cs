using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Certificates;

/// <summary>Signs certificates. Keys are ECDSA P-256. Source: PKI certificates and requirements.</summary>
public sealed class CertificateAuthority(X509Certificate2 certificate)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const string AlternativeNames = "2.5.29.17";
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

    /// <summary>A certificate for the key, subject and alternative names of a signing request (PEM); what it may be used for is said by Kubernetes' names of usages.</summary>
    /// <exception cref="CryptographicException">The request is malformed or its signature does not hold.</exception>
    public string SignPem(string signingRequestPem, IReadOnlyCollection<string> usages, TimeSpan lifetime, DateTimeOffset now)
    {
        var request = CertificateRequest.LoadSigningRequestPem(signingRequestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        var names = request.CertificateExtensions.FirstOrDefault(static e => e.Oid?.Value == AlternativeNames);
        request.CertificateExtensions.Clear();
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(CertificateUsages.Keys(usages), true));
        if (CertificateUsages.Extended(usages) is { Count: > 0 } extended) { request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(extended, false)); }
        if (names is not null) { request.CertificateExtensions.Add(names); }
        using var signed = Sign(request, lifetime, now);
        return signed.ExportCertificatePem() + "\n";
    }

    private X509Certificate2 Sign(CertificateRequest request, CertificateRequestOptions options, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        var uses = new OidCollection();
        if (options.IsServer) { uses.Add(new Oid(ServerUse)); }
        if (options.IsClient) { uses.Add(new Oid(ClientUse)); }
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        if (options.DnsNames.Length + options.Addresses.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in options.DnsNames) { names.AddDnsName(name); }
            foreach (var address in options.Addresses) { names.AddIpAddress(address); }
            request.CertificateExtensions.Add(names.Build());
        }
        return Sign(request, options.Lifetime, now);
    }

    private X509Certificate2 Sign(CertificateRequest request, TimeSpan lifetime, DateTimeOffset now)
    {
        if (Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } own)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(own));
        }
        var end = now + lifetime < Certificate.NotAfter ? now + lifetime : Certificate.NotAfter;
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        // By its own generator: the key that is certified may be of another kind (RSA) than the authority's.
        using var elliptic = Certificate.GetECDsaPrivateKey();
        using var rsa = Certificate.GetRSAPrivateKey();
        var signing = elliptic is not null ? X509SignatureGenerator.CreateForECDsa(elliptic)
            : rsa is not null ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : throw new CryptographicException("the authority's key is not at hand or neither ECDSA nor RSA");
        return request.Create(Certificate.SubjectName, signing, now - _backdated, end, serial);
    }
}
