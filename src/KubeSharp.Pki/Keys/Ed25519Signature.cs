using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Keys;

/// <summary>Signs certificates and signing requests by an Ed25519 key.</summary>
public sealed class Ed25519Signature(Ed25519Key key) : X509SignatureGenerator
{
    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) { writer.WriteObjectIdentifier(Ed25519Key.Identifier); }
        return writer.Encode();
    }

    // The algorithm hashes by itself, in a way of its own.
    /// <inheritdoc/>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.Sign(data);

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey() => key.PublicKey;
}
