using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Keys;

/// <summary>A signing request (PKCS#10 in DER) whose subject's key may be of any kind that certificates have. Source: RFC 2986.</summary>
public sealed class SigningRequestDocument
{
    private readonly byte[] _bytes;

    private SigningRequestDocument(byte[] bytes, PublicKey key) => (_bytes, PublicKey) = (bytes, key);

    /// <summary>The key that a certificate is asked for.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Reads one; null where the bytes are none. Whether its signature holds is asked of <see cref="IsSigned"/>.</summary>
    public static SigningRequestDocument? Read(byte[] bytes)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequest(bytes, HashAlgorithmName.SHA256, out var length, CertificateRequestLoadOptions.SkipSignatureValidation | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            return length == bytes.Length ? new(bytes, request.PublicKey) : null;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException) { return null; }
    }

    /// <summary>Whether the owner of the key has signed it.</summary>
    public bool IsSigned()
    {
        try
        {
            if (PublicKey.Oid.Value == Ed25519Key.Identifier) { return IsSignedByEdwards(); }
            CertificateRequest.LoadSigningRequest(_bytes, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or NotSupportedException) { return false; }
    }

    private bool IsSignedByEdwards()
    {
        var parts = new AsnReader(_bytes, AsnEncodingRules.DER).ReadSequence();
        var signed = parts.ReadEncodedValue();
        return parts.ReadSequence().ReadObjectIdentifier() == Ed25519Key.Identifier && Ed25519Key.Verify(PublicKey, signed.Span, parts.ReadBitString(out _));
    }
}
