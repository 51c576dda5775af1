using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Keys;

/// <summary>The key of a certificate's subject by its Kubernetes name, with the signing request that says nothing but the key. Source: Projected Volumes, podCertificate.</summary>
/// <param name="PrivateKeyPem">PKCS#8 in PEM, a line feed behind it.</param>
/// <param name="SigningRequest">PKCS#10 in DER.</param>
public sealed record SubjectKey(string PrivateKeyPem, byte[] SigningRequest)
{
    private static readonly X500DistinguishedName _nobody = new("");

    /// <summary>The names of the types there are.</summary>
    public static IReadOnlyList<string> Types { get; } = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];

    /// <summary>A new key of the type.</summary>
    /// <exception cref="CryptographicException">There is no such type.</exception>
    public static SubjectKey Create(string type) => type switch
    {
        "RSA3072" => Rsa(3072),
        "RSA4096" => Rsa(4096),
        "ECDSAP256" => Curve(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
        "ECDSAP384" => Curve(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
        "ECDSAP521" => Curve(ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512),
        "ED25519" => Edwards(),
        _ => throw new CryptographicException($"unknown key type \"{type}\""),
    };

    private static SubjectKey Rsa(int bits)
    {
        using var key = RSA.Create(bits);
        return new(key.ExportPkcs8PrivateKeyPem() + "\n", new CertificateRequest(_nobody, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest());
    }

    private static SubjectKey Curve(ECCurve curve, HashAlgorithmName hash)
    {
        using var key = ECDsa.Create(curve);
        return new(key.ExportPkcs8PrivateKeyPem() + "\n", new CertificateRequest(_nobody, key, hash).CreateSigningRequest());
    }

    private static SubjectKey Edwards()
    {
        var key = Ed25519Key.Create();
        return new(key.ExportPkcs8PrivateKeyPem() + "\n", new CertificateRequest(_nobody, key.PublicKey, HashAlgorithmName.SHA512).CreateSigningRequest(new Ed25519Signature(key)));
    }
}
